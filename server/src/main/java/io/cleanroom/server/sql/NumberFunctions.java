package io.cleanroom.server.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Functions of numbers that Calcite lacks. */
public final class NumberFunctions {
    private static final SqlReturnTypeInference DOUBLE = ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** {@code LOG(x)} to base 10, {@code LOG(b, x)} to base b; NULL where there is none. */
    public static final SqlFunction LOG = SqlBasicFunction.create(
            "LOG",
            DOUBLE,
            OperandTypes.or(OperandTypes.NUMERIC, OperandTypes.NUMERIC_NUMERIC),
            SqlFunctionCategory.NUMERIC);

    /** {@code WIDTH_BUCKET(x, low, high, n)}: 1 to n, 0 below, n + 1 above; {@code high < low} counts downwards. */
    public static final SqlFunction WIDTH_BUCKET = SqlBasicFunction.create(
            "WIDTH_BUCKET",
            ReturnTypes.BIGINT.andThen(SqlTypeTransforms.FORCE_NULLABLE),
            OperandTypes.family(
                    SqlTypeFamily.NUMERIC, SqlTypeFamily.NUMERIC, SqlTypeFamily.NUMERIC, SqlTypeFamily.INTEGER),
            SqlFunctionCategory.NUMERIC);

    /** A DECIMAL has the places it is rounded to, and room for a digit more before the point. */
    public static final SqlFunction ROUND = rounding("ROUND", 1);

    public static final SqlFunction TRUNCATE = rounding("TRUNCATE", 0);

    /** A number cut to n decimal places, or the DATE of a timestamp, as Redshift has it. */
    public static final SqlFunction TRUNC = SqlBasicFunction.create(
            "TRUNC",
            NumberFunctions::cut,
            OperandTypes.or(
                    OperandTypes.NUMERIC,
                    OperandTypes.family(SqlTypeFamily.NUMERIC, SqlTypeFamily.INTEGER),
                    DatedOperands.of(SqlTypeFamily.DATETIME)),
            SqlFunctionCategory.NUMERIC);

    static final List<SqlFunction> ALL = List.of(LOG, WIDTH_BUCKET, ROUND, TRUNCATE, TRUNC);

    private NumberFunctions() {}

    private static SqlFunction rounding(String name, int digitsMore) {
        return SqlBasicFunction.create(
                name,
                binding -> SqlTypeTransforms.TO_NULLABLE.transformType(binding, withPlaces(binding, digitsMore)),
                OperandTypes.or(
                        OperandTypes.NUMERIC, OperandTypes.family(SqlTypeFamily.NUMERIC, SqlTypeFamily.INTEGER)),
                SqlFunctionCategory.NUMERIC);
    }

    private static RelDataType cut(SqlOperatorBinding binding) {
        RelDataTypeFactory types = binding.getTypeFactory();
        RelDataType type = SqlTypeUtil.isDatetime(binding.getOperandType(0))
                ? types.createSqlType(SqlTypeName.DATE)
                : withPlaces(binding, 0);
        return types.createTypeWithNullability(type, true);
    }

    /** The type of the number as it is left with the given places; places that are no constant change nothing. */
    private static RelDataType withPlaces(SqlOperatorBinding binding, int digitsMore) {
        RelDataType number = binding.getOperandType(0);
        boolean known = binding.getOperandCount() == 1 || binding.isOperandLiteral(1, false);
        if (number.getSqlTypeName() != SqlTypeName.DECIMAL || !known) {
            return number;
        }
        Integer given =
                binding.getOperandCount() == 1 ? Integer.valueOf(0) : binding.getOperandLiteralValue(1, Integer.class);
        int places = given == null ? number.getScale() : Math.min(Math.max(given, 0), number.getScale());
        int digits = number.getPrecision() - number.getScale() + places + digitsMore;
        return binding.getTypeFactory()
                .createSqlType(
                        SqlTypeName.DECIMAL, Math.min(CleanroomTypeSystem.DECIMAL_DIGITS, Math.max(1, digits)), places);
    }
}
