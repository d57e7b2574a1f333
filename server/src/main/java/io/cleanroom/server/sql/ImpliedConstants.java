package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a text where a date or a number is meant and that is none, as {@code purchase_date > 'yesterday'}: the conversion
 * would give NULL, and the query no row and no reason. A CAST that is written is total, and stays.
 */
final class ImpliedConstants extends SqlBasicVisitor<@Nullable Void> {
    private static final Pattern DATE = Pattern.compile("\\s*[+-]?\\d{1,6}\\D\\d{1,2}\\D\\d{1,2}.*", Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile("\\s*\\d{1,2}:\\d{1,2}.*", Pattern.DOTALL);

    private final String text;

    private ImpliedConstants(String text) {
        this.text = text;
    }

    static void check(SqlNode validated, String text) {
        validated.accept(new ImpliedConstants(text));
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call.getKind() == SqlKind.CAST
                && call.operand(0) instanceof SqlCharStringLiteral literal
                && call.operand(1) instanceof SqlDataTypeSpec spec
                && call.getParserPosition().equals(literal.getParserPosition())) {
            check(literal, spec);
        }
        return super.visit(call);
    }

    private void check(SqlCharStringLiteral literal, SqlDataTypeSpec spec) {
        SqlTypeName type = SqlTypeName.get(spec.getTypeName().getSimple());
        String value = literal.getValueAs(String.class);
        if (type != null && !fits(value, type)) {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    literal.toString() + " is not a " + type.getName() + example(type)
                            + Caret.at(text, literal.getParserPosition()));
        }
    }

    private static boolean fits(String value, SqlTypeName type) {
        return switch (type) {
            case DATE, TIMESTAMP -> DATE.matcher(value).matches();
            case TIME -> TIME.matcher(value).matches();
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, FLOAT, DOUBLE -> isNumber(value.strip());
            default -> true;
        };
    }

    private static boolean isNumber(String value) {
        try {
            return new BigDecimal(value).precision() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String example(SqlTypeName type) {
        return switch (type) {
            case DATE -> "; write one as DATE '2026-07-31'";
            case TIMESTAMP -> "; write one as TIMESTAMP '2026-07-31 12:00:00'";
            case TIME -> "; write one as TIME '12:00:00'";
            default -> "";
        };
    }
}
