package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code INTERVAL '30 days'}, {@code INTERVAL '1 hour 30 minutes'}: numbers and units in the string, as PostgreSQL writes
 * them. The parts are all of months or all of days and times: how long both together are depends on the date.
 */
public final class PostgresInterval {
    private static final Pattern PART = Pattern.compile("\\s*([+-]?)\\s*(\\d{1,9})\\s*([a-z]+)\\s*");

    /** Each unit in months or in seconds. */
    private record Unit(TimeUnit base, int size) {}

    private static final Map<String, Unit> UNITS = Map.ofEntries(
            Map.entry("second", new Unit(TimeUnit.SECOND, 1)),
            Map.entry("sec", new Unit(TimeUnit.SECOND, 1)),
            Map.entry("minute", new Unit(TimeUnit.SECOND, 60)),
            Map.entry("min", new Unit(TimeUnit.SECOND, 60)),
            Map.entry("hour", new Unit(TimeUnit.SECOND, 3_600)),
            Map.entry("hr", new Unit(TimeUnit.SECOND, 3_600)),
            Map.entry("day", new Unit(TimeUnit.SECOND, 86_400)),
            Map.entry("week", new Unit(TimeUnit.SECOND, 604_800)),
            Map.entry("month", new Unit(TimeUnit.MONTH, 1)),
            Map.entry("mon", new Unit(TimeUnit.MONTH, 1)),
            Map.entry("quarter", new Unit(TimeUnit.MONTH, 3)),
            Map.entry("year", new Unit(TimeUnit.MONTH, 12)),
            Map.entry("decade", new Unit(TimeUnit.MONTH, 120)));

    private static final long SECONDS_A_DAY = 86_400;

    private PostgresInterval() {}

    /** The same interval as a number of months, days or seconds. */
    public static SqlLiteral literal(SqlParserPos pos, int sign, String text) {
        Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
        TimeUnit base = null;
        long total = 0;
        int end = 0;
        while (end < text.length() && part.find() && part.start() == end) {
            Unit unit = unit(part.group(3));
            if (unit == null || (base != null && base != unit.base())) {
                throw wrong(pos);
            }
            base = unit.base();
            long number = Long.parseLong(part.group(2)) * unit.size();
            total += part.group(1).equals("-") ? -number : number;
            end = part.end();
        }
        if (base == null || end < text.length()) {
            throw wrong(pos);
        }
        TimeUnit unit = base == TimeUnit.SECOND && total % SECONDS_A_DAY == 0 ? TimeUnit.DAY : base;
        long number = Math.abs(unit == TimeUnit.DAY ? total / SECONDS_A_DAY : total);
        return SqlLiteral.createInterval(
                total < 0 ? -sign : sign,
                Long.toString(number),
                new SqlIntervalQualifier(unit, 10, null, -1, pos),
                pos);
    }

    private static @Nullable Unit unit(String word) {
        Unit unit = UNITS.get(word);
        return unit == null && word.endsWith("s") ? UNITS.get(word.substring(0, word.length() - 1)) : unit;
    }

    private static Problem wrong(SqlParserPos pos) {
        return new Problem(
                Code.SYNTAX,
                "INTERVAL takes numbers with units, either years and months or days, hours, minutes and seconds, for example"
                        + " INTERVAL '30 days' or INTERVAL '1 hour 30 minutes'; for both write d + INTERVAL '1 month' + INTERVAL"
                        + " '2 days' (line "
                        + pos.getLineNum() + ", column " + pos.getColumnNum() + ")");
    }
}
