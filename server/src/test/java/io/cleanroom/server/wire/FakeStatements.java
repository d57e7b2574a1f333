package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.Answer;
import io.cleanroom.server.query.Catalog;
import io.cleanroom.server.query.RowStream;
import io.cleanroom.server.query.SessionContext;
import io.cleanroom.server.query.Statements;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers by the first word of a statement, and remembers who asked. */
final class FakeStatements implements Statements {
    static final String SECRET = "alice@example.com";

    final List<SessionContext> contexts = new CopyOnWriteArrayList<>();
    final List<List<@Nullable Object>> parameters = new CopyOnWriteArrayList<>();
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger openStreams = new AtomicInteger();
    volatile CountDownLatch started = new CountDownLatch(1);

    static final List<OutputColumn> EVERY_TYPE = List.of(
            column("a_boolean", ColumnType.of(Kind.BOOLEAN)),
            column("a_tinyint", ColumnType.of(Kind.TINYINT)),
            column("a_smallint", ColumnType.of(Kind.SMALLINT)),
            column("an_integer", ColumnType.of(Kind.INTEGER)),
            column("a_bigint", ColumnType.of(Kind.BIGINT)),
            column("a_real", ColumnType.of(Kind.REAL)),
            column("a_double", ColumnType.of(Kind.DOUBLE)),
            column("a_decimal", ColumnType.decimal(38, 2)),
            column("a_varchar", ColumnType.varchar(50)),
            column("a_date", ColumnType.of(Kind.DATE)),
            column("a_time", ColumnType.of(Kind.TIME)),
            column("a_timestamp", ColumnType.of(Kind.TIMESTAMP)),
            column("a_varbinary", ColumnType.varbinary(32)));

    static final @Nullable Object[] EVERY_VALUE = {
        true,
        Byte.MIN_VALUE,
        Short.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        1.5f,
        -0.1d,
        new BigDecimal("123456789012345678901234567890123456.78"),
        "Zürich, 東京 🛒",
        LocalDate.of(1969, 12, 31),
        LocalTime.of(23, 59, 59, 999_000_000),
        LocalDateTime.of(2026, 3, 29, 2, 30, 0, 123_456_789),
        Bytes.of(new byte[] {0, -1, 65})
    };

    static final List<OutputColumn> ARRAY_TYPES = List.of(
            column("tags", ColumnType.array(ColumnType.varchar(0))),
            column("grid", ColumnType.array(ColumnType.array(ColumnType.of(Kind.INTEGER)))),
            column("days", ColumnType.array(ColumnType.of(Kind.DATE))));

    static final List<OutputColumn> STRUCT_TYPE = List.of(column(
            "place",
            ColumnType.row(List.of(
                    new ColumnType.Field("city", ColumnType.varchar(0)),
                    new ColumnType.Field("Post code", ColumnType.of(Kind.INTEGER))))));

    static final @Nullable Object[] ARRAYS = {
        Arrays.asList("a", null), Arrays.asList(List.of(1, 2), List.of()), List.of(LocalDate.of(1970, 1, 2))
    };

    static final @Nullable Object[] STRUCT = {Arrays.asList("Rome", 7)};

    private static OutputColumn column(String label, ColumnType type) {
        return new OutputColumn(label, type);
    }

    @Override
    public Shape prepare(SessionContext session, String sql) {
        contexts.add(session);
        if (sql.startsWith("FAIL") || sql.startsWith("REFUSE")) {
            run(session, sql, List.of(), new RunOptions(0, new Cancellation()));
        }
        return switch (sql.split(" ", -1)[0]) {
            case "DEFINE" -> new Shape(List.of(), List.of(), true);
            case "ECHO" ->
                new Shape(
                        List.of(column("n", ColumnType.of(Kind.INTEGER))),
                        java.util.Collections.nCopies(Integer.parseInt(sql.split(" ", -1)[1]), ColumnType.varchar(0)),
                        false);
            default -> new Shape(List.of(column("n", ColumnType.of(Kind.INTEGER))), List.of(), false);
        };
    }

    @Override
    public Answer run(SessionContext session, String sql, List<@Nullable Object> values, RunOptions options) {
        contexts.add(session);
        parameters.add(values);
        runs.incrementAndGet();
        String[] words = sql.split(" ", -1);
        return switch (words[0]) {
            case "DEFINE" -> new Answer.Done(List.of());
            case "ROWS", "ECHO" -> numbers(Integer.parseInt(words[1]));
            case "TYPES" -> rows(EVERY_TYPE, rowsOf(EVERY_VALUE, new @Nullable Object[EVERY_VALUE.length]));
            case "INFINITE" ->
                rows(
                        List.of(EVERY_TYPE.get(5), EVERY_TYPE.get(6)),
                        rowsOf(new @Nullable Object[] {Float.NaN, Double.NEGATIVE_INFINITY}));
            case "ARRAYS" -> rows(ARRAY_TYPES, rowsOf(ARRAYS, new @Nullable Object[ARRAYS.length]));
            case "STRUCT" -> rows(STRUCT_TYPE, rowsOf(STRUCT, new @Nullable Object[1]));
            case "WRONG" ->
                rows(List.of(column("n", ColumnType.of(Kind.INTEGER))), rowsOf(new @Nullable Object[] {SECRET}));
            case "SLEEP" -> sleep(options.cancellation());
            case "NAP" -> nap(Integer.parseInt(words[1]));
            case "REFUSE" -> throw new Problem(Code.REFUSED, "[some-rule] refused for a reason");
            default ->
                throw new IllegalStateException(
                        "Could not convert string '" + SECRET + "'", new IllegalArgumentException("at io.cleanroom.X"));
        };
    }

    private Answer nap(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return numbers(1);
    }

    private Answer sleep(Cancellation cancellation) {
        CountDownLatch stopped = new CountDownLatch(1);
        cancellation.onCancel(stopped::countDown);
        started.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("engine says: interrupted while reading " + SECRET);
    }

    private static List<@Nullable Object[]> rowsOf(@Nullable Object[]... rows) {
        return new ArrayList<>(List.of(rows));
    }

    private Answer numbers(int count) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new @Nullable Object[] {i});
        }
        return rows(List.of(column("n", ColumnType.of(Kind.INTEGER))), rows);
    }

    private Answer rows(List<OutputColumn> columns, List<@Nullable Object[]> rows) {
        openStreams.incrementAndGet();
        RowStream inner = RowStream.of(rows);
        return new Answer.Rows(columns, new RowStream() {
            @Override
            public List<@Nullable Object[]> next(int maximum) {
                return inner.next(Math.min(maximum, 700));
            }

            @Override
            public void close() {
                openStreams.decrementAndGet();
            }
        });
    }

    @Override
    public void checkConnect(Principal principal, Name collaboration) {
        if (!collaboration.text().equals("system")
                && !collaboration.text().equals(principal.member().text() + "_room")
                && !collaboration.text().equals("shared_room")) {
            throw new Problem(Code.NOT_AUTHORISED_TO_CONNECT, NOT_AUTHORISED_TO_CONNECT);
        }
    }

    @Override
    public Catalog catalog(SessionContext session) {
        contexts.add(session);
        List<Catalog.TableColumn> columns = new ArrayList<>();
        for (OutputColumn column : EVERY_TYPE) {
            columns.add(new Catalog.TableColumn(Name.of(column.label()), column.type(), "about " + column.label()));
        }
        String member = session.principal().member().text();
        Catalog.Table table = new Catalog.Table(
                Name.of(member + "_table"), "TABLE", "shared by " + member + ", minimum 100", columns);
        Catalog.Table system = new Catalog.Table(Name.of("members"), "SYSTEM TABLE", "", columns.subList(8, 9));
        return new Catalog(List.of(
                new Catalog.Schema(Name.of("system"), List.of(system), List.of()),
                new Catalog.Schema(Name.of("shared_room"), List.of(table), List.of())));
    }
}
