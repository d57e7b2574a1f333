package io.cleanroom.server.sql;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Turns spellings that mean the same into one before validation, and checks what the validator cannot. */
final class Spelling extends SqlShuttle {
    private final Synonyms synonyms;

    Spelling(String sql) {
        synonyms = new Synonyms(sql);
    }

    SqlNode canonical(SqlNode statement) {
        SqlNode result = statement.accept(this);
        if (result == null) {
            throw new IllegalStateException("a statement does not vanish");
        }
        return result;
    }

    @Override
    public @Nullable SqlNode visit(SqlDataTypeSpec type) {
        return TypeNames.canonical(type);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        SqlNode visited = super.visit(call);
        if (!(visited instanceof SqlCall seen)) {
            return visited;
        }
        if (seen instanceof SqlSelect select) {
            // A hint is for an optimizer, which must have no say here.
            select.setHints(SqlNodeList.EMPTY);
            OutputNames.give(select);
            return select;
        }
        if (seen.getKind() == SqlKind.TABLE_REF) {
            return seen.operand(0);
        }
        if (seen.getOperator().equals(SqlStdOperatorTable.DIVIDE)) {
            return CleanroomOperators.DIVIDE.createCall(seen.getParserPosition(), seen.getOperandList());
        }
        if (seen.getOperator().equals(StatementWords.INFIX_CAST)) {
            return SqlStdOperatorTable.CAST.createCall(seen.getParserPosition(), seen.getOperandList());
        }
        return synonyms.canonical(seen);
    }
}
