package io.cleanroom.server.sql;

import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Operators that Calcite lacks, or has with another meaning than ours. */
public final class CleanroomOperators {
    /**
     * Division, always fractional and NULL on zero, as DuckDB and Spark divide: PostgreSQL's integer division makes a click
     * rate 0, and an error on zero would tell something about rows.
     */
    public static final SqlBinaryOperator DIVIDE = new SqlBinaryOperator(
            "/",
            SqlKind.DIVIDE,
            60,
            true,
            ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE),
            InferTypes.FIRST_KNOWN,
            OperandTypes.NUMERIC_NUMERIC);

    /** {@code DATE_TRUNC('week', d)}: the beginning of the unit that the date or timestamp lies in, as a TIMESTAMP. */
    public static final SqlFunction DATE_TRUNC = SqlBasicFunction.create(
            "DATE_TRUNC",
            ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6).andThen(SqlTypeTransforms.TO_NULLABLE),
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME),
            SqlFunctionCategory.TIMEDATE);

    private CleanroomOperators() {}
}
