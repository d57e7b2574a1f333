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

    /** A number cut to n decimal places, or the DATE of a timestamp, as Redshift has it. */
    public static final SqlFunction TRUNC = SqlBasicFunction.create(
            "TRUNC",
            NumberFunctions::cut,
            OperandTypes.or(
                    OperandTypes.NUMERIC,
                    OperandTypes.family(SqlTypeFamily.NUMERIC, SqlTypeFamily.INTEGER),
                    DatedOperands.of(SqlTypeFamily.DATETIME)),
            SqlFunctionCategory.NUMERIC);

    static final List<SqlFunction> ALL = List.of(LOG, WIDTH_BUCKET, TRUNC);

    private NumberFunctions() {}

    private static RelDataType cut(SqlOperatorBinding binding) {
        RelDataTypeFactory types = binding.getTypeFactory();
        RelDataType operand = binding.getOperandType(0);
        RelDataType type = SqlTypeUtil.isDatetime(operand) ? types.createSqlType(SqlTypeName.DATE) : operand;
        return types.createTypeWithNullability(type, true);
    }
}
