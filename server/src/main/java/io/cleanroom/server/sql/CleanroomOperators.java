package io.cleanroom.server.sql;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
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

    /** {@code date - date}: how many days lie between, as in PostgreSQL. Under a name that no text can have. */
    public static final SqlBinaryOperator DAYS_BETWEEN = new SqlBinaryOperator(
            "DATE - DATE",
            SqlKind.MINUS,
            40,
            true,
            ReturnTypes.INTEGER.andThen(SqlTypeTransforms.FORCE_NULLABLE),
            null,
            OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.DATE));

    private CleanroomOperators() {}
}
