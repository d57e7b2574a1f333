package io.cleanroom.server.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * PostgreSQL's widths: DECIMAL of 38 digits, microseconds, sums that are wide enough not to overflow, averages as DOUBLE.
 * Public with a public constructor because Calcite instantiates it by name.
 */
public final class CleanroomTypeSystem extends RelDataTypeSystemImpl {
    public static final CleanroomTypeSystem INSTANCE = new CleanroomTypeSystem();

    public static final int DECIMAL_DIGITS = 38;
    private static final int FRACTION_DIGITS = 6;
    private static final int BIGINT_DIGITS = 19;

    /**
     * Ten thousand million values add ten digits. Not all 38 for every sum: then a comparison with 1.5 would have no digit
     * left for the half.
     */
    private static final int SUM_DIGITS = 10;

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> DECIMAL_DIGITS;
            case TIME, TIMESTAMP -> FRACTION_DIGITS;
            default -> super.getMaxPrecision(type);
        };
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> DECIMAL_DIGITS;
            case TIME, TIMESTAMP -> FRACTION_DIGITS;
            case INTERVAL_DAY, INTERVAL_HOUR, INTERVAL_MINUTE, INTERVAL_SECOND, INTERVAL_MONTH, INTERVAL_YEAR -> 10;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? DECIMAL_DIGITS : super.getMaxScale(type);
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType sum = switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
            case BIGINT -> factory.createSqlType(SqlTypeName.DECIMAL, BIGINT_DIGITS + SUM_DIGITS, 0);
            case DECIMAL ->
                factory.createSqlType(
                        SqlTypeName.DECIMAL,
                        Math.min(DECIMAL_DIGITS, argument.getPrecision() + SUM_DIGITS),
                        argument.getScale());
            case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            default -> argument;
        };
        return factory.createTypeWithNullability(sum, argument.isNullable());
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        return SqlTypeUtil.isNumeric(argument)
                ? factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.DOUBLE), argument.isNullable())
                : argument;
    }

    /** {@code CASE ... 'hi' ELSE 'lower' END} is not padded to five characters. */
    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }
}
