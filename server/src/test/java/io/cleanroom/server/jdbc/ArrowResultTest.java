package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.jdbc.ArrowResult;
import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results as Arrow streams, read with Arrow's own reader; the getters say what has to be in them. */
@Timeout(120)
final class ArrowResultTest {
    private static final int ROWS = 60_000;

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException, IOException {
        server = LiveServer.start(folder);
        WideRoom.open(server, folder, ROWS);
        connection = server.connect(WideRoom.USER, WideRoom.ROOM);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
        server.close();
    }

    @Test
    void itIsTheWholeResultHoweverLarge() throws SQLException, IOException {
        // Of frames alone, of a frame and a little Arrow, of several answers; and what does not come as Arrow at all.
        for (int rows : List.of(0, 1, 7, 999, 1000, 1001, 5000, 5001, 9999, 10_001, ROWS)) {
            agree(WideRoom.EVERYTHING, rows);
        }
        agree("SELECT * FROM system.columns", 1000);
        agree("SELECT 1 AS one, 'x' AS \"Two words\", CAST(NULL AS DECIMAL(10, 2)) AS three", 1);
    }

    private static void agree(String sql, int rows) throws SQLException, IOException {
        String limited = rows == 0 ? sql + " LIMIT 0" : sql;
        String schema;
        List<List<@Nullable Object>> arrow = new ArrayList<>();
        List<List<@Nullable Object>> getters = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(rows);
            try (ResultSet result = statement.executeQuery(limited)) {
                assertTrue(result.isWrapperFor(ArrowResult.class));
                schema = read(result.unwrap(ArrowResult.class).arrowStream(), arrow);
            }
            try (ResultSet result = statement.executeQuery(limited)) {
                int columns = result.getMetaData().getColumnCount();
                for (int i = 1; i <= columns; i++) {
                    assertTrue(schema.contains(result.getMetaData().getColumnLabel(i) + ": "), schema);
                }
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(plain(result, i));
                    }
                    getters.add(row);
                }
            }
        }
        assertTrue(arrow.size() <= rows, sql);
        assertEquals(getters, arrow, sql);
    }

    private static @Nullable Object plain(ResultSet result, int column) throws SQLException {
        String type = result.getMetaData().getColumnTypeName(column);
        return switch (type.replaceAll("\\(.*", "")) {
            case "DATE" -> result.getObject(column, LocalDate.class);
            case "TIME" -> result.getObject(column, LocalTime.class);
            case "TIMESTAMP" -> result.getObject(column, java.time.LocalDateTime.class);
            case "TINYINT" -> result.getObject(column, Byte.class);
            case "VARBINARY" -> result.getString(column);
            case "SMALLINT" -> result.getObject(column, Short.class);
            default -> result.getObject(column);
        };
    }

    /** Reads all; answers with the schema. */
    private static String read(InputStream stream, List<List<@Nullable Object>> rows) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(stream, allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                for (int row = 0; row < root.getRowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (FieldVector vector : root.getFieldVectors()) {
                        values.add(vector.isNull(row) ? null : value(vector, row));
                    }
                    rows.add(values);
                }
            }
            return root.getSchema().toString();
        }
    }

    private static Object value(FieldVector vector, int row) {
        if (vector instanceof DateDayVector days) {
            return LocalDate.ofEpochDay(days.get(row));
        }
        if (vector instanceof TimeMicroVector times) {
            return LocalTime.ofNanoOfDay(TimeUnit.MICROSECONDS.toNanos(times.get(row)));
        }
        Object value = vector.getObject(row);
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof org.apache.arrow.vector.util.Text text ? text.toString() : value;
    }

    @Test
    void rowsOrStreamNotBoth() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(WideRoom.EVERYTHING);
            ArrowResult result = rows.unwrap(ArrowResult.class);
            result.arrowStream();
            assertState("24000", assertThrows(SQLException.class, result::arrowStream));
            assertState("24000", assertThrows(SQLException.class, rows::next));
            ResultSet begun = statement.executeQuery(WideRoom.EVERYTHING);
            assertTrue(begun.next());
            assertState(
                    "24000",
                    assertThrows(
                            SQLException.class,
                            () -> begun.unwrap(ArrowResult.class).arrowStream()));
            assertTrue(begun.next());
            begun.close();
            assertState(
                    "24000",
                    assertThrows(
                            SQLException.class,
                            () -> begun.unwrap(ArrowResult.class).arrowStream()));
        }
    }

    @Test
    void whatEndsTheResultEndsTheStreamWithAnError() throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            InputStream cancelled = half(statement);
            statement.cancel();
            assertState("57014", cause(cancelled));
            assertState("57014", cause(cancelled));
            InputStream replaced = half(statement);
            InputStream closed = half(statement);
            assertState("24000", cause(replaced));
            closed.close();
            assertEquals(
                    "the Arrow stream is closed",
                    assertThrows(IOException.class, closed::read).getMessage());
        }
        InputStream left;
        try (Statement statement = connection.createStatement()) {
            left = half(statement);
        }
        assertState("24000", cause(left));
    }

    private static InputStream half(Statement statement) throws SQLException, IOException {
        InputStream stream = statement
                .executeQuery(WideRoom.EVERYTHING)
                .unwrap(ArrowResult.class)
                .arrowStream();
        assertEquals(100_000, stream.readNBytes(100_000).length);
        return stream;
    }

    private static SQLException cause(InputStream stream) {
        IOException failure = assertThrows(IOException.class, stream::readAllBytes);
        return assertInstanceOf(SQLException.class, failure.getCause());
    }

    private static void assertState(String expected, SQLException failure) {
        assertEquals(expected, failure.getSQLState(), failure::getMessage);
    }
}
