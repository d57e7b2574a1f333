package io.cleanroom.server.sql;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Functions of dates and timestamps that Calcite lacks, or has with a grammar of their own. A unit or a pattern is a
 * constant text, checked by {@link Synonyms} before validation. None of them raises: what has no result is NULL.
 */
public final class DateFunctions {
    private static final Set<String> UNITS_OF_A_DAY = Set.of("microsecond", "millisecond", "second", "minute", "hour");

    private static final SqlReturnTypeInference TIMESTAMP = nullable(SqlTypeName.TIMESTAMP, 6);
    private static final SqlReturnTypeInference DATE = ReturnTypes.DATE.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference BIGINT = ReturnTypes.BIGINT.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference TEXT = ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlOperandTypeChecker UNIT_AND_TWO_TIMES =
            DatedOperands.of(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME);
    private static final SqlOperandTypeChecker TEXT_AND_PATTERN =
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER);

    /** {@code DATE_TRUNC('week', d)}: the beginning of the unit that the date or timestamp lies in, as a TIMESTAMP. */
    public static final SqlFunction DATE_TRUNC =
            function("DATE_TRUNC", TIMESTAMP, DatedOperands.of(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME));

    /** {@code DATEADD('day', n, d)}: a DATE stays one unless the unit is shorter than a day. */
    public static final SqlFunction DATEADD = function(
            "DATEADD",
            DateFunctions::moved,
            DatedOperands.of(SqlTypeFamily.CHARACTER, SqlTypeFamily.NUMERIC, SqlTypeFamily.DATETIME));

    /** {@code DATEDIFF('month', a, b)}: how many beginnings of the unit lie between a and b. */
    public static final SqlFunction DATEDIFF = function("DATEDIFF", BIGINT, UNIT_AND_TWO_TIMES);

    /** {@code TIMESTAMPDIFF(MONTH, a, b)}: how many whole units fit between a and b. */
    public static final SqlFunction TIMESTAMPDIFF = function("TIMESTAMPDIFF", BIGINT, UNIT_AND_TWO_TIMES);

    /** {@code TO_CHAR(d, 'YYYY-MM')}, by {@link DatePattern}. */
    public static final SqlFunction TO_CHAR =
            function("TO_CHAR", TEXT, DatedOperands.of(SqlTypeFamily.DATETIME, SqlTypeFamily.CHARACTER));

    public static final SqlFunction TO_DATE = function("TO_DATE", DATE, TEXT_AND_PATTERN);

    /** From a text by a pattern, or from seconds since 1970. */
    public static final SqlFunction TO_TIMESTAMP =
            function("TO_TIMESTAMP", TIMESTAMP, OperandTypes.or(TEXT_AND_PATTERN, OperandTypes.NUMERIC));

    public static final SqlFunction MAKE_DATE = function(
            "MAKE_DATE",
            DATE,
            OperandTypes.family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER));

    public static final SqlFunction MONTHNAME = function("MONTHNAME", TEXT, DatedOperands.of(SqlTypeFamily.DATETIME));

    public static final SqlFunction DAYNAME = function("DAYNAME", TEXT, DatedOperands.of(SqlTypeFamily.DATETIME));

    /** {@code LAST_DAY(d)}: of the month that the date or timestamp lies in. */
    public static final SqlFunction LAST_DAY = function("LAST_DAY", DATE, DatedOperands.of(SqlTypeFamily.DATETIME));

    static final List<SqlFunction> ALL = List.of(
            DATE_TRUNC,
            DATEADD,
            DATEDIFF,
            TIMESTAMPDIFF,
            TO_CHAR,
            TO_DATE,
            TO_TIMESTAMP,
            MAKE_DATE,
            MONTHNAME,
            DAYNAME,
            LAST_DAY);

    private DateFunctions() {}

    private static SqlFunction function(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.TIMEDATE);
    }

    private static SqlReturnTypeInference nullable(SqlTypeName type, int precision) {
        return ReturnTypes.explicit(type, precision).andThen(SqlTypeTransforms.FORCE_NULLABLE);
    }

    private static RelDataType moved(SqlOperatorBinding binding) {
        RelDataTypeFactory types = binding.getTypeFactory();
        String unit = binding.isOperandLiteral(0, false) ? binding.getOperandLiteralValue(0, String.class) : null;
        boolean staysDate = SqlTypeUtil.isDate(binding.getOperandType(2)) && !UNITS_OF_A_DAY.contains(unit);
        RelDataType type =
                staysDate ? types.createSqlType(SqlTypeName.DATE) : types.createSqlType(SqlTypeName.TIMESTAMP, 6);
        return types.createTypeWithNullability(type, true);
    }
}
