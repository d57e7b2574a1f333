package io.cleanroom.examples.retailmedia;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs the template through the clean room, and its text in DuckDB over the members' files with both thresholds written
 * by hand, and says whether they give the same rows, value for value.
 *
 * <p>{@code CompareWithDuckDb jdbc:cleanroom://HOST:PORT SCRIPTS DATA}
 */
public final class CompareWithDuckDb {
    /** Digits to which floating-point sums taken in another order agree. */
    private static final MathContext FLOATING = new MathContext(12);

    public static void main(String[] args) throws IOException, SQLException {
        if (args.length != 3) {
            System.err.println("usage: CompareWithDuckDb jdbc:cleanroom://HOST:PORT SCRIPTS DATA");
            System.exit(2);
        }
        Demo demo = new Demo(args[0], Path.of(args[1]));
        List<String> released = throughTheCleanRoom(demo);
        List<String> expected = inDuckDb(demo, Path.of(args[2]));
        if (!released.equals(expected)) {
            System.out.println("clean room: " + released.size() + " rows, DuckDB: " + expected.size() + " rows");
            differences("only in the clean room: ", released, expected);
            differences("only in DuckDB: ", expected, released);
            System.exit(1);
        }
        System.out.println("equal to DuckDB: " + released.size() + " rows");
    }

    static List<String> throughTheCleanRoom(Demo demo) throws IOException, SQLException {
        try (Connection connection = demo.connect(Demo.User.ANA);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        demo.statements("attribution.sql").get(0))) {
            return values(rows);
        }
    }

    static List<String> inDuckDb(Demo demo, Path data) throws IOException, SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("CREATE VIEW retailer_purchase_events AS FROM '"
                    + data.resolve("retailco/purchases/*.parquet") + "'");
            statement.execute("CREATE VIEW advertiser_campaign_events AS FROM '"
                    + data.resolve("advertiserco/impressions/*.parquet") + "'");
            try (ResultSet rows = statement.executeQuery(guardedByHand(demo))) {
                return values(rows);
            }
        }
    }

    /** The template's own text with its arguments, and the retailer's threshold beside the advertiser's. */
    private static String guardedByHand(Demo demo) throws IOException {
        List<String> statements = demo.statements("advertiser.sql");
        String creation = statements.get(statements.size() - 1);
        String own = "HAVING COUNT(DISTINCT c.hashed_email) >= 100";
        return creation.substring(creation.indexOf("\nAS\n") + 4)
                .replace(":campaign_id", "'CAMP_2026_Q3_SUMMER'")
                .replace(":start_date", "DATE '2026-07-01'")
                .replace(":end_date", "DATE '2026-07-31'")
                .replace(own, own + " AND COUNT(DISTINCT p.hashed_email) >= 100");
    }

    /** Rows as text, sorted, numbers and dates in one spelling whatever their type. */
    private static List<String> values(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        int width = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                row.add(plain(rows.getObject(i)));
            }
            values.add(String.join(" | ", row));
        }
        values.sort(null);
        return values;
    }

    private static String plain(@Nullable Object value) {
        if (value instanceof Double || value instanceof Float) {
            return number(BigDecimal.valueOf(((Number) value).doubleValue()).round(FLOATING));
        }
        if (value instanceof Number) {
            return number(new BigDecimal(value.toString()));
        }
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime().toString();
        }
        if (value instanceof Date date) {
            return date.toLocalDate().atStartOfDay().toString();
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay().toString();
        }
        if (value instanceof LocalDateTime time) {
            return time.toString();
        }
        return Objects.toString(value);
    }

    private static String number(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static void differences(String what, List<String> these, List<String> those) {
        these.stream().filter(row -> !those.contains(row)).limit(5).forEach(row -> System.out.println(what + row));
    }

    private CompareWithDuckDb() {}
}
