package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code INTERVAL '30 days'}: one number and one unit in the string, as PostgreSQL and DuckDB write it. */
public final class PostgresInterval {
    private static final Pattern FORM =
            Pattern.compile("\\s*([+-]?)\\s*(\\d{1,9})\\s*(second|minute|hour|day|week|month|quarter|year)s?\\s*");

    private PostgresInterval() {}

    /** The same interval with a qualifier; weeks become days and quarters months. */
    public static SqlLiteral literal(SqlParserPos pos, int sign, String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new Problem(
                    Code.SYNTAX,
                    "INTERVAL takes one number and one unit, for example INTERVAL '30 days' or INTERVAL '1 month' (line "
                            + pos.getLineNum() + ", column " + pos.getColumnNum() + ")");
        }
        BigInteger number = new BigInteger(form.group(2));
        TimeUnit unit;
        switch (form.group(3)) {
            case "week" -> {
                unit = TimeUnit.DAY;
                number = number.multiply(BigInteger.valueOf(7));
            }
            case "quarter" -> {
                unit = TimeUnit.MONTH;
                number = number.multiply(BigInteger.valueOf(3));
            }
            default -> unit = TimeUnit.valueOf(form.group(3).toUpperCase(Locale.ROOT));
        }
        int signed = form.group(1).equals("-") ? -sign : sign;
        return SqlLiteral.createInterval(
                signed, number.toString(), new SqlIntervalQualifier(unit, 10, null, -1, pos), pos);
    }
}
