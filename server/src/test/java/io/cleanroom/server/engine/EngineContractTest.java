package io.cleanroom.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQueries;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.Guard;
import io.cleanroom.server.policy.GuardedResult;
import io.cleanroom.server.policy.QuerySource;
import io.cleanroom.server.policy.SqlGenerator.GeneratedSql;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine does. An engine's test extends it and says how that engine is opened and spells what is not standard. */
public abstract class EngineContractTest {
    protected static final Name ROOM = Name.of("room");
    private static final String SECRET = "alice-at-example-com";

    @TempDir
    protected Path directory;

    protected Engine engine;

    protected abstract Engine open(Path temp, Duration limit);

    /** A query over no table that takes a minute or more and gives one BIGINT. */
    protected abstract String slowQuery();

    /** A query over {@code "t"} that makes the engine raise an error that repeats a value of VARCHAR column {@code s}. */
    protected abstract String failingQuery();

    /** Statements that would read or write outside, or change settings; {@code file} is a member's own. */
    protected abstract List<String> forbidden(Path file);

    @BeforeEach
    void open() {
        engine = open(directory.resolve("temp"), Duration.ofMinutes(5));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    protected Path csv(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), Arrays.asList(lines));
    }

    protected static SourceFiles files(Source.Format format, Path... paths) {
        return new SourceFiles(List.of(paths), format, Collections.emptySortedMap());
    }

    protected QuerySource.Files source(SourceFiles files) {
        List<Column> columns = engine.describe(files).columns();
        Source source = new Source("t.csv", files.format(), new TreeMap<>(files.options()));
        return new QuerySource.Files(
                "t", new ConfiguredTable(Name.of("owner"), Name.of("t"), source, columns, Optional.empty()), columns);
    }

    protected static OutputColumn out(String label, ColumnType type) {
        return new OutputColumn(label, type);
    }

    protected static OutputColumn out(String label, Kind kind) {
        return out(label, ColumnType.of(kind));
    }

    protected static ApprovedQuery query(String sql, List<QuerySource> sources, OutputColumn... columns) {
        return ApprovedQueries.of(new GeneratedSql(sql, List.of()), List.of(), List.of(columns), List.of(), sources);
    }

    protected static Engine.Run run(ApprovedQuery query, Map<String, SourceFiles> files, Cancellation cancellation) {
        return new Engine.Run(query, ROOM, files, Map.of(), List.of(), cancellation);
    }

    protected List<List<@Nullable Object>> rows(Engine.Run run) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (GuardedResult result = engine.execute(run)) {
            while (result.loadNext()) {
                List<FieldVector> vectors = result.root().getFieldVectors();
                for (int row = 0; row < result.root().getRowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (FieldVector vector : vectors) {
                        Object value = vector.getObject(row);
                        values.add(value instanceof org.apache.arrow.vector.util.Text text ? text.toString() : value);
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    @Test
    void typesNullsAndParameters() throws IOException {
        List<ColumnType> types = List.of(
                ColumnType.of(Kind.BOOLEAN),
                ColumnType.of(Kind.TINYINT),
                ColumnType.of(Kind.SMALLINT),
                ColumnType.of(Kind.INTEGER),
                ColumnType.of(Kind.BIGINT),
                ColumnType.of(Kind.REAL),
                ColumnType.of(Kind.DOUBLE),
                ColumnType.decimal(10, 2),
                ColumnType.of(Kind.VARCHAR),
                ColumnType.of(Kind.DATE),
                ColumnType.of(Kind.TIME),
                ColumnType.of(Kind.TIMESTAMP));
        List<@Nullable Object> values = List.of(
                true,
                1L,
                2L,
                3L,
                4L,
                1.5,
                2.5,
                new BigDecimal("3.5"),
                "é'",
                LocalDate.of(2026, 11, 23),
                LocalTime.of(10, 11, 12),
                LocalDateTime.of(2026, 11, 23, 10, 11, 12));
        String items = String.join(
                ", ",
                IntStream.range(0, types.size())
                        .mapToObj(i -> "TRY_CAST(? AS " + types.get(i).sql() + ") AS \"c" + i + "\"")
                        .toList());
        ApprovedQuery query = ApprovedQueries.of(
                new GeneratedSql(
                        "SELECT " + items,
                        IntStream.range(0, types.size()).boxed().toList()),
                types,
                IntStream.range(0, types.size())
                        .mapToObj(i -> out("c" + i, types.get(i)))
                        .toList(),
                List.of(),
                List.of());
        assertEquals(
                "[[true, 1, 2, 3, 4, 1.5, 2.5, 3.50, é', 20780, 36672000000, 2026-11-23T10:11:12]]",
                rows(new Engine.Run(query, null, Map.of(), Map.of(), values, new Cancellation()))
                        .toString());
        List<@Nullable Object> nulls = new ArrayList<>(Collections.nCopies(types.size(), null));
        assertEquals(List.of(nulls), rows(new Engine.Run(query, null, Map.of(), Map.of(), nulls, new Cancellation())));
    }

    @Test
    void whatIsNotFiniteOrNotADateOfTheCalendarIsNull() {
        ApprovedQuery query = query(
                "SELECT TRY_CAST('NaN' AS DOUBLE) AS \"a\", TRY_CAST('-Infinity' AS REAL) AS \"b\","
                        + " TRY_CAST('12345-01-01' AS DATE) AS \"c\"",
                List.of(),
                out("a", Kind.DOUBLE),
                out("b", Kind.REAL),
                out("c", Kind.DATE));
        assertEquals(
                "[[null, null, null]]",
                rows(run(query, Map.of(), new Cancellation())).toString());
    }

    @Test
    void membersFilesUnderTheEngineName() throws IOException {
        SourceFiles files =
                files(Source.Format.CSV, csv("a.csv", "Id,S,When", "1,x,2026-01-01", "2,,", "3,\"\",2026-01-02"));
        QuerySource.Files source = source(files);
        ApprovedQuery query = ApprovedQueries.of(
                new GeneratedSql(
                        "SELECT \"t0\".\"id\" AS \"id\", \"t0\".\"s\" AS \"s\", \"t0\".\"when\" AS \"w\","
                                + " COUNT(*) OVER () AS \"guard0\" FROM \"t\" AS \"t0\" ORDER BY 1",
                        List.of()),
                List.of(),
                List.of(out("id", Kind.BIGINT), out("s", Kind.VARCHAR), out("w", Kind.DATE)),
                List.of(new Guard(3, 2)),
                List.of(source));
        assertEquals(
                "[[1, x, 20454, 3], [2, null, null, 3], [3, , 20455, 3]]",
                rows(run(query, Map.of("t", files), new Cancellation())).toString());
    }

    @Test
    void changedFilesAreReadAgainAndValuesOfAnotherTypeAreNull() throws IOException {
        SourceFiles files = files(Source.Format.CSV, csv("a.csv", "n", "1", "2"));
        QuerySource.Files source = source(files);
        ApprovedQuery query = query("SELECT \"n\" FROM \"t\" ORDER BY 1", List.of(source), out("n", Kind.BIGINT));
        assertEquals(
                "[[1], [2]]",
                rows(run(query, Map.of("t", files), new Cancellation())).toString());
        csv("a.csv", "n", "7", SECRET, "123456");
        assertEquals(
                "[[7], [123456], [null]]",
                rows(run(query, Map.of("t", files), new Cancellation())).toString());
    }

    @Test
    void systemRowsComeWithTheRun() {
        List<Column> columns = List.of(
                new Column(Name.of("name"), "name", ColumnType.of(Kind.VARCHAR)),
                new Column(Name.of("n"), "n", ColumnType.of(Kind.INTEGER)),
                new Column(Name.of("d"), "d", ColumnType.decimal(10, 2)),
                new Column(Name.of("at"), "at", ColumnType.of(Kind.TIMESTAMP)));
        ApprovedQuery query = query(
                "SELECT \"s\".\"name\", \"s\".\"n\", \"s\".\"d\", \"s\".\"at\" FROM \"system_members\" AS \"s\" ORDER BY 1",
                List.of(new QuerySource.SystemTable("system_members", columns)),
                out("name", Kind.VARCHAR),
                out("n", Kind.INTEGER),
                out("d", ColumnType.decimal(10, 2)),
                out("at", Kind.TIMESTAMP));
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(new @Nullable Object[] {"a", 1L, new BigDecimal("1.5"), LocalDateTime.of(2026, 1, 2, 3, 4)});
        rows.add(new @Nullable Object[] {"b", null, null, null});
        for (int i = 0; i < 2; i++) {
            Engine.Run run = new Engine.Run(
                    query, null, Map.of(), Map.of("system_members", rows), List.of(), new Cancellation());
            assertEquals(
                    "[[a, 1, 1.50, 2026-01-02T03:04], [b, null, null, null]]",
                    rows(run).toString());
        }
    }

    @Test
    void aRunIsCancelledWithinSeconds() throws Exception {
        Cancellation cancellation = new Cancellation();
        ExecutorService other = Executors.newSingleThreadExecutor();
        long start = System.nanoTime();
        Future<?> cancel = other.submit(() -> {
            Thread.sleep(300);
            cancellation.cancel();
            return null;
        });
        Engine.Run run = run(query(slowQuery(), List.of(), out("n", Kind.BIGINT)), Map.of(), cancellation);
        Problem problem = assertThrows(Problem.class, () -> rows(run));
        cancel.get();
        other.shutdown();
        assertEquals(Code.CANCELLED, problem.code());
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10), "ended within seconds");
    }

    @Test
    void aRunThatWasCancelledBeforeDoesNotStart() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        Engine.Run run = run(query(slowQuery(), List.of(), out("n", Kind.BIGINT)), Map.of(), cancellation);
        assertEquals(
                Code.CANCELLED, assertThrows(Problem.class, () -> rows(run)).code());
    }

    @Test
    void aRunEndsAtItsTimeLimit() {
        engine.close();
        engine = open(directory.resolve("temp"), Duration.ofMillis(300));
        Engine.Run run = run(query(slowQuery(), List.of(), out("n", Kind.BIGINT)), Map.of(), new Cancellation());
        assertEquals(
                Code.TIMED_OUT, assertThrows(Problem.class, () -> rows(run)).code());
    }

    @Test
    void closingTheEngineEndsARun() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        Engine.Run run = run(query(slowQuery(), List.of(), out("n", Kind.BIGINT)), Map.of(), new Cancellation());
        Future<List<List<@Nullable Object>>> running = other.submit(() -> rows(run));
        Thread.sleep(500);
        engine.close();
        assertThrows(java.util.concurrent.ExecutionException.class, () -> running.get(10, TimeUnit.SECONDS));
        other.shutdown();
        assertEquals(
                Code.SHUTTING_DOWN,
                assertThrows(Problem.class, () -> engine.execute(run)).code());
        engine = open(directory.resolve("temp"), Duration.ofMinutes(5));
    }

    @Test
    void anErrorTellsNothing() throws IOException {
        SourceFiles files = files(Source.Format.CSV, csv("a.csv", "s", SECRET));
        QuerySource.Files source = source(files);
        Engine.Run run = run(
                query(failingQuery(), List.of(source), out("n", Kind.INTEGER)), Map.of("t", files), new Cancellation());
        Problem problem = assertThrows(Problem.class, () -> rows(run));
        assertEquals(Code.NOT_COMPLETED, problem.code());
        assertEquals("the query could not be completed", problem.text());
        // The operator sees what it was.
        assertTrue(String.valueOf(problem.getCause()).contains(SECRET));
    }

    @Test
    void anAnswerOfAnotherTypeIsNotGivenOut() {
        Engine.Run run =
                run(query("SELECT 1 AS \"n\"", List.of(), out("n", Kind.BIGINT)), Map.of(), new Cancellation());
        assertEquals(
                "the query could not be completed",
                assertThrows(Problem.class, () -> rows(run)).text());
    }

    @Test
    void nothingButASelectOverTheFilesIsPossible() throws IOException {
        Path file = csv("a.csv", "s", "x");
        csv("other.csv", "s", SECRET);
        byte[] before = Files.readAllBytes(file);
        SourceFiles files = files(Source.Format.CSV, file);
        QuerySource.Files source = source(files);
        for (String statement : forbidden(file)) {
            Engine.Run run = run(
                    query(statement, List.of(source), out("s", Kind.VARCHAR)), Map.of("t", files), new Cancellation());
            Problem problem = assertThrows(Problem.class, () -> rows(run), statement);
            assertEquals("the query could not be completed", problem.text(), statement);
        }
        assertTrue(Arrays.equals(before, Files.readAllBytes(file)), "the member's file is as it was");
        assertFalse(Files.exists(directory.resolve("stolen.csv")));
    }

    @Test
    void eightThreadsAtOnce() throws Exception {
        SourceFiles files = files(Source.Format.CSV, csv("a.csv", "n", "1", "2", "3"));
        QuerySource.Files source = source(files);
        ApprovedQuery query = query(
                "SELECT TRY_CAST(SUM(\"n\") AS BIGINT) AS \"n\" FROM \"t\"", List.of(source), out("n", Kind.BIGINT));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            answers.add(threads.submit(() ->
                    rows(run(query, Map.of("t", files), new Cancellation())).toString()));
        }
        for (Future<String> answer : answers) {
            assertEquals("[[6]]", answer.get());
        }
        threads.shutdown();
    }
}
