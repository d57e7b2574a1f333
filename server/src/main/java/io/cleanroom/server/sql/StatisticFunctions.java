package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Aggregate functions that Calcite lacks, or has in WITHIN GROUP alone. */
public final class StatisticFunctions {
    /** How the name of a percentile begins; its fraction follows, so that two percentiles are two functions. */
    public static final String PERCENTILE = "PERCENTILE_";

    /** The middle value, or the middle between two, as DOUBLE. */
    static final SqlAggFunction MEDIAN = ofNumbers("MEDIAN");

    /** About how many different values there are, without NULL. */
    static final SqlAggFunction APPROX_COUNT_DISTINCT = SqlBasicAggFunction.create(
            "APPROX_COUNT_DISTINCT", SqlKind.OTHER_FUNCTION, ReturnTypes.BIGINT, OperandTypes.ANY);

    private static final BigDecimal OUTSIDE = BigDecimal.valueOf(-1);
    private static final Pattern NAME = Pattern.compile(PERCENTILE + "([0-9](?:\\.[0-9]{1,30})?)");

    private StatisticFunctions() {}

    /** {@code PERCENTILE(x, 0.9)}: the value below which this share of the values lies, between two of them interpolated. */
    static SqlCall percentile(String sql, List<SqlNode> operands, SqlParserPos pos) {
        SqlNode written = operands.get(1);
        BigDecimal fraction = written instanceof SqlLiteral literal && literal.getValue() instanceof BigDecimal number
                ? number.stripTrailingZeros()
                : OUTSIDE;
        if (!isShare(fraction)) {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    "PERCENTILE takes a constant from 0 to 1 as its second argument, for example PERCENTILE(amount, 0.9)"
                            + Caret.at(sql, written.getParserPosition()));
        }
        return ofNumbers(PERCENTILE + fraction.toPlainString()).createCall(pos, operands.get(0));
    }

    /** The percentile of a name, which the validator asks for once more; empty if it is none. */
    static Optional<SqlAggFunction> percentile(String name) {
        Matcher number = NAME.matcher(name);
        return number.matches() && isShare(new BigDecimal(number.group(1)))
                ? Optional.of(ofNumbers(name))
                : Optional.empty();
    }

    private static boolean isShare(BigDecimal fraction) {
        return fraction.signum() >= 0 && fraction.compareTo(BigDecimal.ONE) <= 0;
    }

    private static SqlAggFunction ofNumbers(String name) {
        return SqlBasicAggFunction.create(
                name,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                OperandTypes.NUMERIC);
    }
}
