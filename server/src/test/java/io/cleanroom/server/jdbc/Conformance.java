package io.cleanroom.server.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls every method of one interface of JDBC, each on an object of its own, and notes how it ends. */
final class Conformance {
    enum Outcome {
        WORKS,
        REFUSED,
        FAILS
    }

    /** Makes the object that one method is called on, and is told when the call is over. */
    interface Subject {
        Object make(Method method) throws SQLException;
    }

    /** Arguments that suit certain methods better than the usual ones. */
    interface Arguments {
        Object @Nullable [] of(Method method);
    }

    /** Outcomes by signature, such as {@code setObject(int, Object)}. */
    final Map<String, Outcome> outcomes = new TreeMap<>();

    final List<String> failures = new ArrayList<>();

    Conformance(Class<?> type, Subject subject, Arguments arguments) {
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
                .sorted(Comparator.comparing(Method::toString))
                .forEach(method -> outcomes.put(signature(method), call(method, subject, arguments)));
    }

    private static String signature(Method method) {
        return method.getName() + "("
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private Outcome call(Method method, Subject subject, Arguments arguments) {
        Object[] given = arguments.of(method);
        Object[] values = given == null
                ? Arrays.stream(method.getParameterTypes())
                        .map(Conformance::usual)
                        .toArray()
                : given;
        try {
            method.invoke(subject.make(method), values);
            return Outcome.WORKS;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLFeatureNotSupportedException refused
                    && "0A000".equals(refused.getSQLState())
                    && refused.getMessage() != null) {
                return Outcome.REFUSED;
            }
            failures.add(signature(method) + " with " + Arrays.deepToString(values) + ": " + e.getCause());
        } catch (ReflectiveOperationException | SQLException e) {
            failures.add(signature(method) + ": " + e);
        }
        return Outcome.FAILS;
    }

    private static final Map<Class<?>, Object> USUAL = Map.ofEntries(
            Map.entry(boolean.class, true),
            Map.entry(byte.class, (byte) 1),
            Map.entry(short.class, (short) 1),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(float.class, 1f),
            Map.entry(double.class, 1d),
            Map.entry(String.class, "x"),
            Map.entry(Object.class, "x"),
            Map.entry(BigDecimal.class, BigDecimal.ONE),
            Map.entry(Date.class, Date.valueOf("2026-07-01")),
            Map.entry(Time.class, Time.valueOf("10:11:12")),
            Map.entry(Timestamp.class, Timestamp.valueOf("2026-07-01 10:11:12")),
            Map.entry(Calendar.class, Calendar.getInstance()),
            Map.entry(Class.class, String.class),
            Map.entry(Map.class, Map.of()),
            Map.entry(Properties.class, new Properties()),
            Map.entry(SQLType.class, JDBCType.VARCHAR),
            Map.entry(InputStream.class, new OneByte()),
            Map.entry(Reader.class, Reader.nullReader()),
            Map.entry(Executor.class, (Executor) Runnable::run));

    static @Nullable Object usual(Class<?> type) {
        return type.isArray() ? Array.newInstance(type.getComponentType(), 1) : USUAL.get(type);
    }

    /** A page's paragraph: a name stands for all its overloads where they end alike. */
    String text(Outcome wanted) {
        Map<String, List<Outcome>> byName = new TreeMap<>();
        outcomes.forEach((signature, outcome) ->
                byName.computeIfAbsent(name(signature), n -> new ArrayList<>()).add(outcome));
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() == wanted)
                .map(entry -> byName.getOrDefault(name(entry.getKey()), List.of()).stream()
                                .allMatch(o -> o == wanted)
                        ? name(entry.getKey())
                        : entry.getKey())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String name(String signature) {
        return signature.substring(0, signature.indexOf('('));
    }

    /** Has a byte for whoever asks, however often. */
    private static final class OneByte extends InputStream {
        @Override
        public int read() {
            return -1;
        }

        @Override
        public byte[] readNBytes(int most) {
            return new byte[Math.min(1, most)];
        }
    }
}
