package io.cleanroom.server.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * Functions of texts that Calcite lacks, or has in a dialect's own form. Those that make a text longer than their operands
 * by a number have a bound on it, beyond which the result is NULL: a text that fills the memory would be an attack.
 */
public final class TextFunctions {
    /** The longest text, in characters, that LPAD, RPAD and REPEAT make. */
    public static final int LONGEST = 10_000;

    /** Decimal places of TO_NUMBER without a pattern. */
    private static final int DECIMAL_PLACES = 10;

    private static final SqlReturnTypeInference TEXT = ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference INTEGER = ReturnTypes.INTEGER.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** Leaves NULLs out, as PostgreSQL does; {@code ||} does not. */
    public static final SqlFunction CONCAT = function("CONCAT", TEXT, texts(1));

    /** The first operand stands between the others. */
    public static final SqlFunction CONCAT_WS = function("CONCAT_WS", TEXT, texts(2));

    public static final SqlFunction LPAD = function("LPAD", TEXT, padding());
    public static final SqlFunction RPAD = function("RPAD", TEXT, padding());
    public static final SqlFunction REPEAT =
            function("REPEAT", TEXT, OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER));
    public static final SqlFunction REVERSE = function("REVERSE", TEXT, OperandTypes.CHARACTER);
    public static final SqlFunction INITCAP = function("INITCAP", TEXT, OperandTypes.CHARACTER);
    public static final SqlFunction SPLIT_PART = function(
            "SPLIT_PART",
            TEXT,
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER));
    public static final SqlFunction TRANSLATE = function(
            "TRANSLATE",
            TEXT,
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER));
    public static final SqlFunction ASCII = function("ASCII", INTEGER, OperandTypes.CHARACTER);
    public static final SqlFunction CHR = function("CHR", TEXT, OperandTypes.INTEGER);
    public static final SqlFunction STARTS_WITH = function(
            "STARTS_WITH",
            ReturnTypes.BOOLEAN_NULLABLE,
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER));

    /** Reads digits, point and sign, and skips all else; a pattern says how many decimal places there are. */
    public static final SqlFunction TO_NUMBER = function(
            "TO_NUMBER",
            TextFunctions::number,
            OperandTypes.or(
                    OperandTypes.CHARACTER, OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER)));

    static final List<SqlFunction> ALL = List.of(
            CONCAT,
            CONCAT_WS,
            LPAD,
            RPAD,
            REPEAT,
            REVERSE,
            INITCAP,
            SPLIT_PART,
            TRANSLATE,
            ASCII,
            CHR,
            STARTS_WITH,
            TO_NUMBER);

    private TextFunctions() {}

    private static SqlFunction function(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.STRING);
    }

    private static SqlOperandTypeChecker texts(int atLeast) {
        return OperandTypes.repeat(SqlOperandCountRanges.from(atLeast), OperandTypes.CHARACTER);
    }

    private static SqlOperandTypeChecker padding() {
        return OperandTypes.or(
                OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER),
                OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER, SqlTypeFamily.CHARACTER));
    }

    private static RelDataType number(SqlOperatorBinding binding) {
        int places = DECIMAL_PLACES;
        if (binding.getOperandCount() == 2 && binding.isOperandLiteral(1, false)) {
            String pattern = binding.getOperandLiteralValue(1, String.class);
            places = pattern == null ? DECIMAL_PLACES : decimalPlaces(pattern);
        }
        RelDataType type =
                binding.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, CleanroomTypeSystem.DECIMAL_DIGITS, places);
        return binding.getTypeFactory().createTypeWithNullability(type, true);
    }

    private static int decimalPlaces(String pattern) {
        int point = pattern.indexOf('.');
        return point < 0
                ? 0
                : (int) Math.min(
                        DECIMAL_PLACES,
                        pattern.substring(point)
                                .chars()
                                .filter(c -> c == '9' || c == '0')
                                .count());
    }
}
