package io.cleanroom.server.sql;

import java.util.function.Function;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * PostgreSQL's forms whose meaning depends on the types of their operands, which only the validator knows: {@code date + 7},
 * {@code date - date}, and {@code x::numeric}, which keeps the decimal places.
 */
final class TypedForms {
    /** Decimal places of what says nothing about them, such as a DOUBLE or a text, as a NUMERIC without digits. */
    private static final int DECIMAL_PLACES = 10;

    private TypedForms() {}

    /** Rewrites the call in place, if it is one of these. */
    static void rewrite(SqlBasicCall call, Function<SqlNode, RelDataType> type) {
        if (call.operandCount() != 2) {
            return;
        }
        switch (call.getKind()) {
            case PLUS -> {
                if (isDate(call, 0, type) && isDays(call.operand(1), type)) {
                    call.setOperand(1, days(call.operand(1)));
                } else if (isDate(call, 1, type) && isDays(call.operand(0), type)) {
                    call.setOperand(0, days(call.operand(0)));
                }
            }
            case MINUS -> {
                if (!call.getOperator().equals(SqlStdOperatorTable.MINUS) || !isDate(call, 0, type)) {
                    return;
                }
                if (isDays(call.operand(1), type)) {
                    call.setOperand(1, days(call.operand(1)));
                } else if (SqlUtil.isNullLiteral(call.operand(1), true) || isDate(call, 1, type)) {
                    call.setOperator(CleanroomOperators.DAYS_BETWEEN);
                }
            }
            case CAST -> {
                if (call.operand(1) instanceof SqlDataTypeSpec spec && isWithoutDigits(spec)) {
                    call.setOperand(1, decimal(places(call.operand(0), type), spec.getParserPosition()));
                }
            }
            default -> {}
        }
    }

    private static boolean isDate(SqlBasicCall call, int operand, Function<SqlNode, RelDataType> type) {
        return SqlTypeUtil.isDate(type.apply(call.operand(operand)));
    }

    /** A parameter beside a date is a number of days: JDBC cannot set an interval. */
    private static boolean isDays(SqlNode node, Function<SqlNode, RelDataType> type) {
        return node instanceof SqlDynamicParam || SqlTypeUtil.isIntType(type.apply(node));
    }

    private static SqlNode days(SqlNode number) {
        SqlParserPos pos = number.getParserPosition();
        SqlNode typed = number instanceof SqlDynamicParam ? Synonyms.cast(number, SqlTypeName.INTEGER, pos) : number;
        SqlIntervalQualifier day = new SqlIntervalQualifier(TimeUnit.DAY, 10, null, -1, pos);
        return SqlStdOperatorTable.MULTIPLY.createCall(pos, typed, SqlLiteral.createInterval(1, "1", day, pos));
    }

    private static boolean isWithoutDigits(SqlDataTypeSpec spec) {
        return spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec named
                && named.getTypeName().getSimple().equals(SqlTypeName.DECIMAL.name())
                && named.getPrecision() < 0;
    }

    private static int places(SqlNode operand, Function<SqlNode, RelDataType> type) {
        if (operand instanceof SqlDynamicParam) {
            return DECIMAL_PLACES;
        }
        RelDataType of = type.apply(operand);
        return SqlTypeUtil.isExactNumeric(of) ? Math.max(0, of.getScale()) : DECIMAL_PLACES;
    }

    private static SqlDataTypeSpec decimal(int places, SqlParserPos pos) {
        return new SqlDataTypeSpec(
                new SqlBasicTypeNameSpec(SqlTypeName.DECIMAL, CleanroomTypeSystem.DECIMAL_DIGITS, places, pos), pos);
    }
}
