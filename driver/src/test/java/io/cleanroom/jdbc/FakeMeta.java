package io.cleanroom.jdbc;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.MissingResultsException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A server side that does what the statement's first word says.
 *
 * <p>{@code types}: a row of every type and a row of nulls. {@code rows N}: N numbers. {@code wait}: blocks until the
 * statement is closed. {@code define}: update count 0. {@code fail STATE CODE MESSAGE}: an error. {@code breaks N}: N rows,
 * then an error on fetching. {@code loses N}: N rows, then the result is gone. {@code given}: {@link #givenRows}, all or the first. {@code echo ? ?}: one text row with the
 * parameters.
 */
final class FakeMeta extends MetaImpl {
    final Map<String, Map<String, String>> opened = new ConcurrentHashMap<>();
    final List<Long> maxRowsAsked = new CopyOnWriteArrayList<>();
    final List<Integer> frameSizesAsked = new CopyOnWriteArrayList<>();
    final CountDownLatch waiting = new CountDownLatch(1);
    volatile String schema = "retail_attribution";
    volatile List<ColumnMetaData> givenColumns = Collections.emptyList();
    volatile List<Object> givenRows = Collections.emptyList();
    volatile boolean givenAll;

    private final AtomicInteger ids = new AtomicInteger(1000);
    private final Map<Integer, String> statements = new ConcurrentHashMap<>();
    private final Map<Integer, CountDownLatch> closed = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway")
    FakeMeta() {
        super(null);
    }

    static AvaticaRuntimeException error(String state, int code, String message) {
        return new AvaticaRuntimeException(message, code, state, AvaticaSeverity.ERROR);
    }

    @Override
    public void openConnection(ConnectionHandle ch, Map<String, String> info) {
        if ("forbidden".equals(info.get("collaboration"))) {
            throw error("08004", 7, "advertiserco/ana is not in collaboration forbidden");
        }
        opened.put(ch.id, info);
    }

    @Override
    public void closeConnection(ConnectionHandle ch) {
        opened.remove(ch.id);
    }

    private void check(String connection) {
        if (!opened.containsKey(connection)) {
            throw error("08003", 3, "no such connection");
        }
    }

    @Override
    public ConnectionProperties connectionSync(ConnectionHandle ch, ConnectionProperties wanted) {
        check(ch.id);
        String asked = wanted.getSchema();
        if ("nowhere".equals(asked)) {
            throw error("08004", 7, "no such collaboration");
        }
        if (asked != null) {
            schema = asked;
        }
        return new ConnectionPropertiesImpl(true, false, 0, null, schema);
    }

    @Override
    public StatementHandle createStatement(ConnectionHandle ch) {
        check(ch.id);
        return handle(ch, "");
    }

    private StatementHandle handle(ConnectionHandle ch, String sql) {
        int id = ids.incrementAndGet();
        statements.put(id, sql);
        closed.put(id, new CountDownLatch(1));
        return new StatementHandle(ch.id, id, null);
    }

    @Override
    public void closeStatement(StatementHandle h) {
        statements.remove(h.id);
        CountDownLatch latch = closed.get(h.id);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Makes the server forget every statement, as an expiry would. */
    void forgetStatements() {
        statements.clear();
    }

    @Override
    public StatementHandle prepare(ConnectionHandle ch, String sql, long maxRowCount) {
        check(ch.id);
        fail(sql);
        StatementHandle h = handle(ch, sql);
        List<AvaticaParameter> parameters = new ArrayList<>();
        for (int i = 0; i < sql.chars().filter(c -> c == '?').count(); i++) {
            parameters.add(new AvaticaParameter(true, 10, 0, Types.VARCHAR, "VARCHAR", "java.lang.String", "p" + i));
        }
        h.signature = new Signature(
                columns(sql), sql, parameters, Collections.emptyMap(), CursorFactory.LIST, StatementType.SELECT);
        return h;
    }

    @Override
    @Deprecated
    public ExecuteResult prepareAndExecute(StatementHandle h, String sql, long maxRowCount, PrepareCallback callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle h, String sql, long maxRowCount, int maxRowsInFirstFrame, PrepareCallback callback)
            throws NoSuchStatementException {
        check(h.connectionId);
        if (statements.replace(h.id, sql) == null) {
            throw new NoSuchStatementException(h);
        }
        maxRowsAsked.add(maxRowCount);
        return run(h, sql, Collections.emptyList(), maxRowsInFirstFrame);
    }

    @Override
    @Deprecated
    public ExecuteResult execute(StatementHandle h, List<TypedValue> parameterValues, long maxRowCount) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ExecuteResult execute(StatementHandle h, List<TypedValue> parameterValues, int maxRowsInFirstFrame)
            throws NoSuchStatementException {
        check(h.connectionId);
        String sql = statements.get(h.id);
        if (sql == null) {
            throw new NoSuchStatementException(h);
        }
        return run(h, sql, parameterValues, maxRowsInFirstFrame);
    }

    private ExecuteResult run(StatementHandle h, String sql, List<TypedValue> parameters, int firstFrame) {
        fail(sql);
        if (sql.startsWith("wait")) {
            await(h);
        }
        if (sql.startsWith("define")) {
            return new ExecuteResult(Collections.singletonList(MetaResultSet.count(h.connectionId, h.id, 0)));
        }
        Signature signature =
                Signature.create(columns(sql), sql, Collections.emptyList(), CursorFactory.LIST, StatementType.SELECT);
        Frame frame = sql.startsWith("echo") ? echo(parameters) : frame(sql, 0, firstFrame);
        return new ExecuteResult(
                Collections.singletonList(MetaResultSet.create(h.connectionId, h.id, false, signature, frame)));
    }

    private void await(StatementHandle h) {
        CountDownLatch latch = closed.get(h.id);
        waiting.countDown();
        try {
            if (latch != null && latch.await(60, TimeUnit.SECONDS)) {
                throw error("57014", 9, "query 42 was cancelled");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw error("XX000", 1, "nobody cancelled");
    }

    private static void fail(String sql) {
        if (sql.startsWith("fail ")) {
            String[] words = sql.split(" ", 4);
            throw error(words[1], Integer.parseInt(words[2]), words[3]);
        }
    }

    @Override
    public Frame fetch(StatementHandle h, long offset, int fetchMaxRowCount)
            throws NoSuchStatementException, MissingResultsException {
        String sql = statements.get(h.id);
        if (sql == null || sql.startsWith("loses")) {
            throw new NoSuchStatementException(h);
        }
        if (sql.startsWith("breaks")) {
            throw error("XX000", 5, "the query could not be completed (query id 42)");
        }
        frameSizesAsked.add(fetchMaxRowCount);
        return frame(sql, offset, fetchMaxRowCount);
    }

    private Frame frame(String sql, long offset, int size) {
        if (sql.startsWith("given")) {
            return new Frame(0, givenAll, givenRows);
        }
        List<Object> rows = new ArrayList<>();
        if (sql.startsWith("types")) {
            rows.add(oneOfEach());
            rows.add(Arrays.asList(new Object[oneOfEach().size()]));
            return new Frame(0, true, rows);
        }
        long total = Long.parseLong(sql.substring(sql.indexOf(' ') + 1));
        boolean cutShort = !sql.startsWith("rows");
        long most = size <= 0 ? 100 : size;
        for (long i = offset; i < total && rows.size() < most; i++) {
            rows.add(Collections.singletonList(i));
        }
        return new Frame(offset, !cutShort && offset + rows.size() >= total, rows);
    }

    private static Frame echo(List<TypedValue> parameters) {
        List<Object> row = new ArrayList<>();
        for (TypedValue parameter : parameters) {
            row.add(parameter.value == null ? "null" : parameter.type + " " + parameter.toLocal());
        }
        return new Frame(0, true, Collections.singletonList(row));
    }

    static List<Object> oneOfEach() {
        return Arrays.asList(
                (short) 7,
                42,
                1L << 40,
                2.5,
                new BigDecimal("12345678901234567890.12"),
                true,
                "Straße",
                (int) LocalDate.of(2026, 7, 1).toEpochDay(),
                43_200_123,
                Values.millis(LocalDateTime.of(2026, 7, 1, 23, 30, 15, 123_000_000)));
    }

    private List<ColumnMetaData> columns(String sql) {
        if (sql.startsWith("given")) {
            return givenColumns;
        }
        if (sql.startsWith("types")) {
            return Arrays.asList(
                    column(0, "small", Types.SMALLINT, Rep.SHORT),
                    column(1, "int", Types.INTEGER, Rep.INTEGER),
                    column(2, "big", Types.BIGINT, Rep.LONG),
                    column(3, "dbl", Types.DOUBLE, Rep.DOUBLE),
                    column(4, "dec", Types.DECIMAL, Rep.NUMBER),
                    column(5, "bool", Types.BOOLEAN, Rep.BOOLEAN),
                    column(6, "text", Types.VARCHAR, Rep.STRING),
                    column(7, "day", Types.DATE, Rep.JAVA_SQL_DATE),
                    column(8, "clock", Types.TIME, Rep.JAVA_SQL_TIME),
                    column(9, "moment", Types.TIMESTAMP, Rep.JAVA_SQL_TIMESTAMP));
        }
        if (sql.startsWith("echo")) {
            ColumnMetaData[] columns =
                    new ColumnMetaData[(int) sql.chars().filter(c -> c == '?').count()];
            Arrays.setAll(columns, i -> column(i, "p" + i, Types.VARCHAR, Rep.STRING));
            return Arrays.asList(columns);
        }
        return Arrays.asList(column(0, "n", Types.BIGINT, Rep.LONG));
    }

    private static ColumnMetaData column(int ordinal, String name, int type, Rep rep) {
        return columnMetaData(name, ordinal, ColumnMetaData.scalar(type, name, rep), true);
    }

    @Override
    public MetaResultSet getTables(
            ConnectionHandle ch,
            @Nullable String catalog,
            Pat schemaPattern,
            Pat tableNamePattern,
            @Nullable List<String> types) {
        check(ch.id);
        if ("broken".equals(tableNamePattern.s)) {
            throw error("42501", 12, "you may not list tables");
        }
        StatementHandle h = handle(ch, "");
        List<ColumnMetaData> columns = fieldMetaData(MetaTable.class).columns;
        List<@Nullable Object> row = new ArrayList<>(Collections.nCopies(columns.size(), null));
        row.set(1, "retail_attribution");
        row.set(2, "retailer_purchase_events");
        row.set(3, "TABLE");
        row.set(4, "owner retailco");
        return MetaResultSet.create(
                ch.id,
                h.id,
                true,
                Signature.create(columns, "", Collections.emptyList(), CursorFactory.LIST, StatementType.SELECT),
                new Frame(0, true, Collections.singletonList(row)));
    }

    @Override
    protected MetaResultSet createResultSet(
            Map<String, Object> internalParameters,
            List<ColumnMetaData> columns,
            CursorFactory cursorFactory,
            Frame firstFrame) {
        return MetaResultSet.create(
                "none",
                1,
                true,
                Signature.create(columns, "", Collections.emptyList(), CursorFactory.LIST, StatementType.SELECT),
                firstFrame);
    }

    @Override
    public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle ch) {
        check(ch.id);
        return Collections.singletonMap(DatabaseProperty.GET_NUMERIC_FUNCTIONS, "ABS,ROUND");
    }

    @Override
    public boolean syncResults(StatementHandle h, QueryState state, long offset) {
        throw error("24000", 1, "not offered");
    }

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle h, List<String> sqlCommands) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle h, List<List<TypedValue>> parameterValues) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void commit(ConnectionHandle ch) {}

    @Override
    public void rollback(ConnectionHandle ch) {}
}
