package io.cleanroom.server.sql;

import java.util.List;
import java.util.Optional;
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
        List<Optional<String>> names = call instanceof SqlSelect select ? OutputNames.of(select) : List.of();
        SqlNode visited = super.visit(call);
        if (!(visited instanceof SqlCall seen)) {
            return visited;
        }
        if (seen instanceof SqlSelect select) {
            SqlSelect named = OutputNames.named(select, names);
            // A hint is for an optimizer, which must have no say here.
            named.setHints(SqlNodeList.EMPTY);
            return named;
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
