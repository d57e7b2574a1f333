package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever one calls: it works, or an {@link SQLException} says why not. Nothing is inherited unnoticed. */
@Timeout(120)
class EveryMethodTest {
    private final List<String> complaints = new ArrayList<>();
    private int called;

    @Test
    void throws_nothing_but_sql_exceptions_with_a_message_and_a_state() throws Exception {
        try (FakeServer server = new FakeServer()) {
            Connection connection = server.connect("");
            callAll(Connection.class, connection);
            callAll(DatabaseMetaData.class, connection.getMetaData());
            callAll(Statement.class, connection.createStatement());
            PreparedStatement prepared = connection.prepareStatement("echo ?");
            callAll(PreparedStatement.class, prepared);
            callAll(CallableStatement.class, connection.prepareCall("CALL weekly(?)"));
            callAll(ParameterMetaData.class, prepared.getParameterMetaData());
            try (ResultSet rows = connection.createStatement().executeQuery("types")) {
                assertTrue(rows.next());
                callAll(ResultSet.class, rows);
                callAll(ResultSetMetaData.class, rows.getMetaData());
            }
            server.meta.givenColumns = List.of(
                    NestedCase.column(0, "a", NestedCase.array(NestedCase.VARCHAR)),
                    NestedCase.column(1, "s", NestedCase.struct(NestedCase.column(0, "x", NestedCase.VARCHAR))));
            server.meta.givenRows = List.of(List.of(List.of("x"), List.of("x")));
            server.meta.givenAll = true;
            try (ResultSet rows = connection.createStatement().executeQuery("given")) {
                assertTrue(rows.next());
                callAll(java.sql.Array.class, rows.getArray(1));
                callAll(Struct.class, rows.getObject(2));
                callAll(ResultSet.class, rows);
            }
            assertFalse(connection.isClosed());
            connection.close();
        }
        assertEquals(List.of(), complaints);
        assertTrue(called > 600, "called " + called);
    }

    private void callAll(Class<?> type, Object target) {
        // Some would end what the others need, a timeout of a millisecond too; the rest are helpers for text.
        Set<String> left =
                Set.of("close", "abort", "cancel", "closeOnCompletion", "setNetworkTimeout", "isSimpleIdentifier");
        Arrays.stream(type.getMethods())
                .filter(m -> !left.contains(m.getName()) && !m.getName().startsWith("enquote"))
                .sorted(Comparator.comparing(Method::toString))
                .forEach(m -> {
                    call(m, target, 0);
                    call(m, target, 1);
                });
    }

    private void call(Method method, Object target, int number) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> argument(type, number))
                .toArray();
        called++;
        try {
            method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            if (!(thrown instanceof SQLException)
                    || thrown.getMessage() == null
                    || ((SQLException) thrown).getSQLState() == null) {
                complaints.add(method + " " + Arrays.toString(arguments) + ": " + thrown + "\n");
            }
        } catch (ReflectiveOperationException e) {
            complaints.add(method + ": " + e);
        }
    }

    private static @Nullable Object argument(Class<?> type, int number) {
        if (type == boolean.class) {
            return number == 1;
        } else if (type == float.class) {
            return (float) number;
        } else if (type == double.class) {
            return (double) number;
        } else if (type == long.class) {
            return (long) number;
        } else if (type == short.class) {
            return (short) number;
        } else if (type == byte.class) {
            return (byte) number;
        } else if (type == int.class) {
            return number;
        } else if (type == String.class) {
            return number == 1 ? "rows 1" : null;
        } else if (type == Class.class) {
            return String.class;
        } else if (type.isArray() && number == 1) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        return null;
    }
}
