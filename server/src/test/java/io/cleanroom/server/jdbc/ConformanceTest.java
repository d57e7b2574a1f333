package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.jdbc.Conformance.Outcome;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every method of JDBC either works against a real server or is refused with SQLFeatureNotSupportedException, as the page
 * says. {@code -Dpages.update=true} writes the page.
 */
class ConformanceTest {
    private static final Path PAGE = Path.of("..", "docs", "jdbc.md");
    private static final String BEGIN = "<!-- every method: written by ConformanceTest -->\n";
    private static final String END = "<!-- end of every method -->";

    private static final String ONE_ROW = "SELECT TRUE AS b, 1 AS i, CAST('x' AS VARCHAR) AS v, DATE '2026-07-01' AS d,"
            + " TIME '10:11:12' AS t, TIMESTAMP '2026-07-01 10:11:12' AS ts";
    private static final String NESTED_ROW = "SELECT tags, place FROM labels GROUP BY tags, place";
    private static final String DEFINITION = "DROP CONFIGURED TABLE IF EXISTS nothing";

    private final Map<Class<?>, Conformance> all = new java.util.LinkedHashMap<>();

    @Test
    void everyMethodWorksOrIsRefused() throws SQLException, IOException {
        try (Connection connection = RetailServer.shared().connect();
                Connection labels = RetailServer.shared().connectToLabels()) {
            walk(Connection.class, m -> RetailServer.shared().connect(), ConformanceTest::ofConnection);
            walk(Statement.class, m -> connection.createStatement(), ConformanceTest::ofStatement);
            walk(PreparedStatement.class, m -> prepared(connection, m), ConformanceTest::ofPrepared);
            walk(
                    CallableStatement.class,
                    m -> connection.prepareCall("{call weekly(?, ?)}"),
                    ConformanceTest::ofCallable);
            walk(
                    ResultSet.class,
                    m -> m.getName().equals("getArray") ? row(labels, NESTED_ROW) : row(connection, ONE_ROW),
                    ConformanceTest::ofRows);
            walk(Array.class, m -> row(labels, NESTED_ROW).getArray("tags"), m -> null);
            walk(Struct.class, m -> row(labels, NESTED_ROW).getObject("place", Struct.class), m -> null);
            walk(DatabaseMetaData.class, m -> connection.getMetaData(), ConformanceTest::ofDatabase);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(ONE_ROW);
                    PreparedStatement prepared = connection.prepareStatement("SELECT CAST(? AS VARCHAR)")) {
                walk(ResultSetMetaData.class, m -> rows.getMetaData(), m -> null);
                walk(ParameterMetaData.class, m -> prepared.getParameterMetaData(), m -> null);
            }
        }
        List<String> failures = new ArrayList<>();
        all.values().forEach(each -> failures.addAll(each.failures));
        assertEquals(List.of(), failures);
        long walked =
                all.values().stream().mapToLong(each -> each.outcomes.size()).sum();
        assertTrue(walked > 650, "walked " + walked);
        comparePage();
    }

    private void walk(Class<?> type, Conformance.Subject subject, Conformance.Arguments arguments) {
        all.put(type, new Conformance(type, subject, arguments));
    }

    private void comparePage() throws IOException {
        StringBuilder text = new StringBuilder(BEGIN);
        all.forEach((type, each) -> {
            text.append("\n**")
                    .append(type.getSimpleName())
                    .append("** works: ")
                    .append(each.text(Outcome.WORKS));
            String refused = each.text(Outcome.REFUSED);
            text.append(refused.isEmpty() ? ".\n" : ".\nRefused: " + refused + ".\n");
        });
        text.append("\n");
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertTrue(begin >= 0 && end > begin, PAGE + " has no place for the list of methods");
        if (Boolean.getBoolean("pages.update")) {
            Files.writeString(PAGE, page.substring(0, begin) + text + page.substring(end));
        } else {
            assertEquals(text.toString(), page.substring(begin, end));
        }
    }

    private static PreparedStatement prepared(Connection connection, Method method) throws SQLException {
        if (method.getName().matches("execute(Large)?Update")) {
            return connection.prepareStatement(DEFINITION);
        }
        PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS VARCHAR)");
        statement.setString(1, "x");
        return statement;
    }

    private static ResultSet row(Connection connection, String sql) throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        ResultSet rows = statement.executeQuery(sql);
        rows.next();
        return rows;
    }

    private static Object @Nullable [] ofConnection(Method method) {
        int count = method.getParameterCount();
        return switch (method.getName()) {
            case "createStatement" -> kind(count);
            case "prepareCall" -> with("{call weekly(?, ?)}", kind(count - 1));
            case "prepareStatement" -> {
                if (count == 2 && method.getParameterTypes()[1] == int.class) {
                    yield new Object[] {"SELECT 1", Statement.NO_GENERATED_KEYS};
                }
                yield count == 2 ? null : with("SELECT 1", kind(count - 1));
            }
            case "setSchema" -> new Object[] {RetailServer.COLLABORATION};
            case "setTransactionIsolation" -> new Object[] {Connection.TRANSACTION_READ_COMMITTED};
            default -> null;
        };
    }

    private static Object[] kind(int count) {
        Object[] all = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.HOLD_CURSORS_OVER_COMMIT};
        return IntStream.range(0, count).mapToObj(i -> all[i]).toArray();
    }

    private static Object[] with(Object first, Object[] others) {
        Object[] all = new Object[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    private static Object @Nullable [] ofStatement(Method method) {
        boolean keys = method.getParameterCount() == 2 && method.getParameterTypes()[1] == int.class;
        return switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
                String sql = method.getName().endsWith("Update") ? DEFINITION : "SELECT 1";
                yield keys
                        ? new Object[] {sql, Statement.NO_GENERATED_KEYS}
                        : method.getParameterCount() == 1 ? new Object[] {sql} : null;
            }
            case "setFetchDirection" -> new Object[] {ResultSet.FETCH_FORWARD};
            case "setMaxFieldSize" -> new Object[] {0};
            default -> null;
        };
    }

    private static Object @Nullable [] ofPrepared(Method method) {
        Class<?>[] types = method.getParameterTypes();
        if (!method.getName().equals("setObject") || types.length < 3 || types[2] != int.class) {
            return null;
        }
        return types.length == 3 ? new Object[] {1, "x", Types.VARCHAR} : new Object[] {1, "x", Types.VARCHAR, 0};
    }

    private static Object @Nullable [] ofCallable(Method method) {
        if (method.getParameterCount() == 0 || method.getParameterTypes()[0] != String.class) {
            return null;
        }
        Object[] usual = new Object[method.getParameterCount()];
        for (int i = 0; i < usual.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            usual[i] = i == 0
                    ? "campaign_id"
                    : type == int.class && method.getName().equals("setObject") && i == 2
                            ? Integer.valueOf(Types.VARCHAR)
                            : Conformance.usual(type);
        }
        return usual;
    }

    private static Object @Nullable [] ofRows(Method method) {
        String column = switch (method.getName()) {
            case "getBoolean" -> "b";
            case "getDate" -> "d";
            case "getTime" -> "t";
            case "getTimestamp" -> "ts";
            case "getArray" -> "tags";
            case "getByte", "getShort", "getInt", "getLong", "getFloat", "getDouble", "getBigDecimal" -> "i";
            case "setFetchDirection" -> "forward";
            default -> "v";
        };
        if (column.equals("forward")) {
            return new Object[] {ResultSet.FETCH_FORWARD};
        }
        Class<?>[] types = method.getParameterTypes();
        if (types.length == 0
                || !(method.getName().startsWith("get") || method.getName().equals("findColumn"))) {
            return null;
        }
        Object[] usual = new Object[types.length];
        for (int i = 0; i < usual.length; i++) {
            usual[i] = Conformance.usual(types[i]);
        }
        int number = 1 + List.of("b", "i", "v", "d", "t", "ts").indexOf(column);
        usual[0] = types[0] == String.class ? column : (Object) Math.max(1, number);
        return usual;
    }

    private static Object @Nullable [] ofDatabase(Method method) {
        if (method.getReturnType() != ResultSet.class || method.getParameterCount() == 0) {
            return null;
        }
        Object[] usual = new Object[method.getParameterCount()];
        for (int i = 0; i < usual.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            usual[i] = i == 0 && type == String.class ? null : type.isArray() ? null : Conformance.usual(type);
        }
        return usual;
    }
}
