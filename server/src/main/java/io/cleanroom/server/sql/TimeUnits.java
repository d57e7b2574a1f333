package io.cleanroom.server.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;

/** Units of time as people write them: {@code 'day'}, {@code day}, {@code 'days'}, {@code SQL_TSI_DAY}. */
final class TimeUnits {
    /** What can be added, subtracted and cut to. */
    static final Set<String> LENGTHS = new TreeSet<>(Set.of(
            "microsecond",
            "millisecond",
            "second",
            "minute",
            "hour",
            "day",
            "week",
            "month",
            "quarter",
            "year",
            "decade",
            "century",
            "millennium"));

    /** What can be taken out of a time. */
    static final Map<String, TimeUnit> PARTS = Map.ofEntries(
            Map.entry("microsecond", TimeUnit.MICROSECOND),
            Map.entry("millisecond", TimeUnit.MILLISECOND),
            Map.entry("second", TimeUnit.SECOND),
            Map.entry("minute", TimeUnit.MINUTE),
            Map.entry("hour", TimeUnit.HOUR),
            Map.entry("day", TimeUnit.DAY),
            Map.entry("dow", TimeUnit.DOW),
            Map.entry("dayofweek", TimeUnit.DOW),
            Map.entry("isodow", TimeUnit.ISODOW),
            Map.entry("doy", TimeUnit.DOY),
            Map.entry("dayofyear", TimeUnit.DOY),
            Map.entry("week", TimeUnit.WEEK),
            Map.entry("month", TimeUnit.MONTH),
            Map.entry("quarter", TimeUnit.QUARTER),
            Map.entry("year", TimeUnit.YEAR),
            Map.entry("isoyear", TimeUnit.ISOYEAR),
            Map.entry("decade", TimeUnit.DECADE),
            Map.entry("century", TimeUnit.CENTURY),
            Map.entry("millennium", TimeUnit.MILLENNIUM),
            Map.entry("epoch", TimeUnit.EPOCH));

    private TimeUnits() {}

    /** The unit in one spelling, whether it is known or not; empty for anything but a word. */
    static Optional<String> written(SqlNode node) {
        if (node instanceof SqlLiteral literal && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName())) {
            return Optional.of(singular(String.valueOf(literal.getValueAs(String.class))));
        }
        if (node instanceof SqlIdentifier id && id.isSimple()) {
            return Optional.of(singular(id.getSimple()));
        }
        return node instanceof SqlIntervalQualifier qualifier
                ? Optional.of(singular(
                        qualifier.timeFrameName == null ? qualifier.getUnit().name() : qualifier.timeFrameName))
                : Optional.empty();
    }

    private static String singular(String word) {
        String unit = word.strip().toLowerCase(Locale.ROOT).replaceFirst("^sql_tsi_", "");
        return switch (unit) {
            case "centuries" -> "century";
            case "millennia", "millenniums" -> "millennium";
            case "frac_second" -> "microsecond";
            default -> unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
        };
    }
}
