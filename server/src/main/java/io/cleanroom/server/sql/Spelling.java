package io.cleanroom.server.sql;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;
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

    /** A text with Unicode escapes is one like any other; Calcite gives it a character set in which it meets no column. */
    @Override
    public @Nullable SqlNode visit(SqlLiteral literal) {
        return literal.getValue() instanceof NlsString text && StandardCharsets.UTF_16LE.equals(text.getCharset())
                ? SqlLiteral.createCharString(text.getValue(), literal.getParserPosition())
                : literal;
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
        if (seen.getOperator().equals(SqlStdOperatorTable.IS_UNKNOWN)) {
            return SqlStdOperatorTable.IS_NULL.createCall(seen.getParserPosition(), seen.getOperandList());
        }
        if (seen.getOperator().equals(SqlStdOperatorTable.IS_NOT_UNKNOWN)) {
            return SqlStdOperatorTable.IS_NOT_NULL.createCall(seen.getParserPosition(), seen.getOperandList());
        }
        return seen.getKind() == SqlKind.LIKE ? like(seen) : synonyms.canonical(seen);
    }

    /** As in PostgreSQL, a backslash escapes where ESCAPE does not say otherwise. */
    private static SqlCall like(SqlCall like) {
        if (like.operandCount() != 2
                || (like.operand(1) instanceof SqlLiteral literal
                        && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName())
                        && !String.valueOf(literal.getValueAs(String.class)).contains("\\"))) {
            return like;
        }
        SqlParserPos pos = like.getParserPosition();
        return like.getOperator()
                .createCall(pos, like.operand(0), like.operand(1), SqlLiteral.createCharString("\\", pos));
    }
}
