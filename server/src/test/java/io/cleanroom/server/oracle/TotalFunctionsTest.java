package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.RetailRoom;
import io.cleanroom.server.sql.AllowedFunctions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No function raises for any value: each is tried with every mixture of types that it accepts, over pairs of extreme values.
 * An error that depends on a value would tell something about the row that has it.
 */
final class TotalFunctionsTest {
    private static final String VALUES = "(VALUES "
            + "(0, CAST(0 AS BIGINT), CAST(0 AS DECIMAL(38, 10)), CAST(0 AS DOUBLE), '', DATE '1970-01-01',"
            + " TIMESTAMP '1970-01-01 00:00:00', TRUE), "
            + "(2147483647, 9223372036854775807, CAST('9999999999999999999999999999.9999999999' AS DECIMAL(38, 10)),"
            + " 1.7976931348623157E308, 'é😀%_\\.*[', DATE '9999-12-31', TIMESTAMP '9999-12-31 23:59:59.999999', FALSE), "
            + "(-2147483647 - 1, CAST(-9223372036854775807 AS BIGINT) - 1,"
            + " CAST('-9999999999999999999999999999.9999999999' AS DECIMAL(38, 10)), -1.7976931348623157E308,"
            + " 'not a number', DATE '0001-01-01', TIMESTAMP '0001-01-01 00:00:00', NULL), "
            + "(-1, CAST(1114112 AS BIGINT), CAST('-0.0000000001' AS DECIMAL(38, 10)), 4.9E-320, '2026-02-30', NULL, NULL,"
            + " NULL), "
            + "(100000, CAST(55296 AS BIGINT), NULL, NULL, '99999999999999999999999999999999999999999', NULL, NULL, NULL), "
            + "(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))";
    /** Each value of a column with each value of every other one: extremes fail in pairs. */
    private static final String ROWS = " FROM " + VALUES + " AS v(i, n, d, f, s, dt, ts, b), " + VALUES
            + " AS w(i2, n2, d2, f2, s2, dt2, ts2, b2)";

    private static final Pattern COLUMN = Pattern.compile("\\b(?:i|n|d|f|s|dt|ts|b)\\b(?=(?:[^']*'[^']*')*[^']*$)");
    private static final List<String> COLUMNS = List.of("i", "n", "d", "f", "s", "dt", "ts", "b");
    /** Among them what the engine has in another type than is declared. */
    private static final List<String> OPERANDS = List.of(
            "i",
            "n",
            "d",
            "f",
            "s",
            "dt",
            "ts",
            "b",
            "EXTRACT(EPOCH FROM ts)",
            "CAST(d AS DECIMAL(38, 38))",
            "ADD_MONTHS(dt, i)");

    private static final List<String> UNITS =
            List.of("microsecond", "second", "hour", "day", "week", "month", "millennium");
    private static final List<String> PARTS = List.of("EPOCH", "DOW", "MICROSECOND", "CENTURY", "WEEK", "MONTH");
    private static final int MIXTURES = 60;
    private static final String OPERATORS = "operators";

    @TempDir
    Path directory;

    @Test
    void noFunctionRaises() throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TotalFunctionsTest: -Dseed=" + seed);
        Random random = new Random(seed);
        int runs = 0;
        Set<String> ran = new LinkedHashSet<>();
        List<String> failed = new ArrayList<>();
        try (Server server = new Server(directory)) {
            Server.Stored stored = server.store(Shop.random(new Random(1)));
            List<String> functions = new ArrayList<>(AllowedFunctions.grantable());
            functions.add(OPERATORS);
            for (String function : functions) {
                for (String call : calls(function, random)) {
                    String sql = "SELECT " + paired(call) + " AS r" + ROWS;
                    Server.Approved approved;
                    try {
                        approved = Server.decide(RetailRoom.ROOM, sql);
                    } catch (Problem e) {
                        if (e.code().sqlState().equals("XX000")) {
                            failed.add(call + ": " + e.getMessage());
                        }
                        continue;
                    }
                    ran.add(function);
                    runs++;
                    try {
                        server.run(approved, List.of(), stored);
                    } catch (Problem e) {
                        failed.add(call + ": " + e.getMessage() + " " + e.getCause());
                    }
                }
            }
        }
        System.out.println("TotalFunctionsTest: " + runs + " runs of " + ran.size() + " functions");
        assertEquals(List.of(), failed);
        Set<String> never = new LinkedHashSet<>(AllowedFunctions.grantable());
        never.removeAll(ran);
        assertEquals(Set.of(), never, "functions without any run");
        assertTrue(runs > 1000, "many runs: " + runs);
    }

    /** Every second column is of the second table. */
    private static String paired(String call) {
        AtomicInteger place = new AtomicInteger();
        return COLUMN.matcher(call).replaceAll(found -> found.group() + (place.getAndIncrement() % 2 == 0 ? "" : "2"));
    }

    private static Set<String> calls(String function, Random random) {
        Set<String> calls = new LinkedHashSet<>();
        switch (function) {
            case "CAST", "TRY_CAST", "SAFE_CAST" ->
                types().forEach(type -> COLUMNS.forEach(c -> calls.add(function + "(" + c + " AS " + type + ")")));
            case "CONVERT" ->
                types().forEach(type -> COLUMNS.forEach(c -> calls.add("CONVERT(" + type + ", " + c + ")")));
            case "EXTRACT" ->
                PARTS.forEach(part -> COLUMNS.forEach(c -> calls.add("EXTRACT(" + part + " FROM " + c + ")")));
            case "DATE_PART", "DATEPART" ->
                PARTS.forEach(part -> COLUMNS.forEach(c -> calls.add(function + "('" + part + "', " + c + ")")));
            case "DATE_TRUNC" ->
                UNITS.forEach(unit -> COLUMNS.forEach(c -> calls.add("DATE_TRUNC('" + unit + "', " + c + ")")));
            case "DATEADD", "DATE_ADD", "DATEDIFF", "TIMESTAMPADD", "TIMESTAMPDIFF" ->
                UNITS.forEach(unit -> {
                    for (String a : COLUMNS) {
                        for (String b : List.of("dt", "ts")) {
                            calls.add(function + "(" + unit + ", " + a + ", " + b + ")");
                        }
                    }
                });
            case "TO_CHAR" ->
                List.of("dt", "ts").forEach(c -> calls.add("TO_CHAR(" + c + ", 'YYYY Q IW DDD FMMONTH Dy HH12 US')"));
            case "TO_DATE" -> calls.add("TO_DATE(s, 'YYYY-MM-DD')");
            case "TO_TIMESTAMP" -> {
                calls.add("TO_TIMESTAMP(s, 'YYYY-MM-DD HH24:MI:SS')");
                List.of("i", "n", "d", "f").forEach(c -> calls.add("TO_TIMESTAMP(" + c + ")"));
            }
            case OPERATORS -> operators(calls);
            case "POSITION" -> COLUMNS.forEach(c -> calls.add("POSITION(s IN " + c + ")"));
            case "CURRENT_DATE", "CURRENT_TIMESTAMP" -> calls.add(function);
            case "TRIM" ->
                List.of("BOTH", "LEADING", "TRAILING").forEach(end -> calls.add("TRIM(" + end + " s FROM s)"));
            default -> mixtures(function, random, calls);
        }
        return calls;
    }

    private static void operators(Set<String> calls) {
        List<String> operands = new ArrayList<>(OPERANDS);
        operands.add("CAST(f AS REAL)");
        operands.add("CAST(i AS REAL)");
        operands.add("CAST(i AS SMALLINT)");
        operands.add("CAST(ts AS TIME)");
        for (String a : operands) {
            for (String b : operands) {
                for (String operator : List.of("+", "-", "*", "/", "%", "||", "=", "<", "LIKE")) {
                    calls.add("(" + a + " " + operator + " " + b + ")");
                }
            }
            for (String interval : List.of("'1 month'", "'-99999999 days'", "'999999' YEAR", "'-1' HOUR")) {
                calls.add("(" + a + " + INTERVAL " + interval + ")");
                calls.add("(INTERVAL " + interval + " * " + a + " = INTERVAL " + interval + ")");
            }
        }
    }

    private static List<String> types() {
        return List.of(
                "INTEGER",
                "BIGINT",
                "DECIMAL(38, 30)",
                "DOUBLE",
                "REAL",
                "VARCHAR",
                "VARCHAR(3)",
                "DATE",
                "TIMESTAMP",
                "TIME",
                "BOOLEAN");
    }

    private static void mixtures(String function, Random random, Set<String> calls) {
        calls.add(function + "()");
        for (String a : OPERANDS) {
            calls.add(function + "(" + a + ")");
            for (String b : List.of("i", "s", "f")) {
                calls.add(function + "(" + a + ", " + b + ")");
            }
        }
        calls.add(function + "(s, s, s)");
        calls.add(function + "(s, i, s)");
        calls.add(function + "(s, s, i)");
        calls.add(function + "(i, i, i)");
        calls.add(function + "(d, f, n, i)");
        for (int i = 0; i < MIXTURES; i++) {
            int size = 2 + random.nextInt(2);
            List<String> arguments = new ArrayList<>();
            for (int j = 0; j < size; j++) {
                arguments.add(OPERANDS.get(random.nextInt(OPERANDS.size())));
            }
            calls.add(function + "(" + String.join(", ", arguments) + ")");
        }
    }
}
