package io.cleanroom.server.engine.duckdb;

import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** LIKE and ILIKE, whose patterns must not fail at any value. */
final class LikeWriter {
    private final ExpressionWriter expressions;

    LikeWriter(ExpressionWriter expressions) {
        this.expressions = expressions;
    }

    Sql write(RexCall call) {
        SqlLikeOperator operator = (SqlLikeOperator) call.getOperator();
        List<Sql> operands =
                call.getOperands().stream().limit(2).map(expressions::write).toList();
        String word = operator.isNegated() ? " NOT " : " ";
        word += operator.isCaseSensitive() ? "LIKE " : "ILIKE ";
        boolean partial = operands.stream().anyMatch(Sql::partial);
        String text = "(" + operands.get(0).text() + word;
        // ESCAPE '' is how frameworks say that nothing escapes.
        if (call.getOperands().size() == 2 || "".equals(text(call.getOperands().get(2)))) {
            return new Sql(text + operands.get(1).text() + ")", true, partial);
        }
        String escape = escape(call.getOperands().get(2));
        String pattern = ended(call.getOperands().get(1), operands.get(1).text(), escape);
        return new Sql(text + pattern + " ESCAPE " + Sql.string(escape) + ")", true, partial);
    }

    /** Any other makes DuckDB raise at the first row that it looks at. */
    private static String escape(RexNode operand) {
        String escape = text(operand);
        if (escape == null || escape.length() != 1 || escape.charAt(0) > '~') {
            throw Unsupported.of("ESCAPE with anything but one ASCII character");
        }
        return escape;
    }

    /**
     * A pattern that does not end within an escape. There DuckDB raises, and TRY does not catch it: {@code WHERE c = 'x' AND
     * c LIKE '%\' ESCAPE '\'} would fail where anybody has an x, and a group that is left out would show.
     */
    private static String ended(RexNode pattern, String sql, String escape) {
        String constant = text(pattern);
        if (constant == null) {
            String last = Sql.string(escape);
            return "CASE WHEN MOD(LENGTH(" + sql + ") - LENGTH(TRIM(TRAILING " + last + " FROM " + sql
                    + ")), 2) = 1 THEN " + sql + " || " + last + " ELSE " + sql + " END";
        }
        int end = constant.length();
        while (end > 0 && constant.startsWith(escape, end - 1)) {
            end--;
        }
        if ((constant.length() - end) % 2 == 1) {
            throw Unsupported.of(
                    "a LIKE pattern that ends with its escape character, which is \\ unless ESCAPE says otherwise; write it"
                            + " twice for the character itself");
        }
        return sql;
    }

    private static @Nullable String text(RexNode node) {
        return node instanceof RexLiteral literal && SqlTypeUtil.isCharacter(literal.getType())
                ? literal.getValueAs(String.class)
                : null;
    }
}
