package io.cleanroom.jdbc;

import static io.cleanroom.jdbc.NestedCase.INTEGER;
import static io.cleanroom.jdbc.NestedCase.VARCHAR;
import static io.cleanroom.jdbc.NestedCase.array;
import static io.cleanroom.jdbc.NestedCase.column;
import static io.cleanroom.jdbc.NestedCase.struct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers in Arrow, sound and damaged: the caller gets the values or an error that says whose fault it is. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class ArrowStreamTest {
    private FakeServer server;
    private CleanroomConnection connection;
    private Statement statement;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = new FakeServer();
        connection = (CleanroomConnection) server.connect("");
        statement = connection.createStatement();
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private List<ResultType> describe(AvaticaType... types) {
        List<ColumnMetaData> columns = new ArrayList<>();
        for (AvaticaType type : types) {
            columns.add(column(columns.size(), "c" + columns.size(), type));
        }
        server.meta.givenColumns = columns;
        return ResultType.of(columns, connection);
    }

    /** The texts of all values. */
    private List<String> read(byte[] stream) throws SQLException {
        server.arrow = stream;
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("given")) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    rows.getObject(i);
                    texts.add(rows.getString(i));
                }
            }
        }
        return texts;
    }

    private List<String> read(List<ResultType> types, int rows, ArrowBuffers batch) throws SQLException {
        ByteBuffer schema = new ArrowEncoder(types).schema();
        return read(NestedCase.join(schema, ArrowEncoder.batch(rows, batch), ArrowEncoder.end()));
    }

    private static void assertSaid(SQLException error) {
        String message = String.valueOf(error.getMessage());
        assertEquals("XX000", error.getSQLState(), message);
        assertTrue(message.startsWith("the server's rows cannot be read: "), message);
    }

    private void assertUnreadable(byte[] stream) {
        SQLException error = assertThrows(SQLException.class, () -> read(stream));
        assertSaid(error);
    }

    private void assertUnreadable(List<ResultType> types, int rows, ArrowBuffers batch) throws SQLException {
        ByteBuffer schema = new ArrowEncoder(types).schema();
        assertUnreadable(NestedCase.join(schema, ArrowEncoder.batch(rows, batch), ArrowEncoder.end()));
    }

    /** A batch with nodes of those lengths, and of them nobody missing. */
    private static ArrowBuffers batch(int[] nodes, ByteBuffer... buffers) {
        ArrowBuffers batch = new ArrowBuffers();
        Arrays.stream(nodes).forEach(rows -> batch.nodes().add(new ArrowBuffers.Node(rows)));
        Collections.addAll(batch.buffers(), buffers);
        return batch;
    }

    private static ByteBuffer none() {
        return ByteBuffer.allocate(0);
    }

    private static ByteBuffer ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putInt);
        return bytes.flip();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void offsets_need_not_begin_at_zero_and_validity_may_be_absent() throws SQLException {
        List<ResultType> types = describe(array(INTEGER));
        assertEquals(
                Arrays.asList("[30,40]", "[]", "[50]"),
                read(
                        types,
                        3,
                        batch(new int[] {3, 7}, none(), ints(2, 4, 4, 5), none(), ints(10, 20, 30, 40, 50, 60, 70))));
        assertEquals(
                Arrays.asList("[\"b\",\"cc\"]"),
                read(
                        describe(array(VARCHAR)),
                        1,
                        batch(new int[] {1, 3}, none(), ints(1, 3), none(), ints(1, 2, 3, 5), text("xabcc"))));
    }

    @Test
    void a_batch_without_elements_may_have_no_offsets() throws SQLException {
        assertEquals(
                Arrays.asList("[]"),
                read(describe(array(VARCHAR)), 1, batch(new int[] {1, 0}, none(), ints(0, 0), none(), none(), none())));
    }

    @Test
    void what_is_missing_in_a_struct_is_told_by_each_column() throws SQLException {
        List<ResultType> types = describe(struct(column(0, "a", INTEGER), column(1, "b", array(INTEGER))));
        ArrowBuffers batch = batch(
                new int[] {3, 3, 3, 1},
                ByteBuffer.wrap(new byte[] {0b101}),
                none(),
                ints(1, 2, 3),
                ByteBuffer.wrap(new byte[] {0b011}),
                ints(0, 1, 1, 1),
                none(),
                ints(9));
        batch.nodes().get(0).missing = 1;
        batch.nodes().get(2).missing = 1;
        assertEquals(Arrays.asList("{\"a\":1,\"b\":[9]}", null, "{\"a\":3,\"b\":null}"), read(types, 3, batch));
    }

    @Test
    void offsets_and_lengths_that_do_not_fit_are_errors() throws SQLException {
        List<ResultType> types = describe(array(INTEGER));
        ByteBuffer elements = ints(1, 2, 3, 4);
        for (int[] offsets : new int[][] {{0, 3, 2}, {0, 2, 5}, {-1, 0, 1}, {0, 2}, {}, {0, 1, Integer.MAX_VALUE}}) {
            assertUnreadable(types, 2, batch(new int[] {2, 4}, none(), ints(offsets), none(), elements));
        }
        // Fewer elements, rows, buffers or nodes than there have to be; and more.
        assertUnreadable(types, 2, batch(new int[] {2, 3}, none(), ints(0, 1, 4), none(), elements));
        assertUnreadable(types, 2, batch(new int[] {2, 5}, none(), ints(0, 1, 4), none(), elements));
        assertUnreadable(types, 2, batch(new int[] {1, 4}, none(), ints(0, 4), none(), elements));
        assertUnreadable(types, 2, batch(new int[] {2, 4}, none(), ints(0, 1, 4), none()));
        assertUnreadable(types, 2, batch(new int[] {2, 4}, none(), ints(0, 1, 4), none(), elements, none()));
        assertUnreadable(types, 2, batch(new int[] {2}, none(), ints(0, 1, 4), none(), elements));
        assertUnreadable(types, 2, batch(new int[] {2, 4, 4}, none(), ints(0, 1, 4), none(), elements));
        assertUnreadable(types, 2, batch(new int[] {2, -4}, none(), ints(0, 0, 0), none(), elements));
        ArrowBuffers bits = batch(new int[] {20, 0}, ByteBuffer.allocate(2), ints(new int[21]), none(), none());
        bits.nodes().get(0).missing = 20;
        assertUnreadable(types, 20, bits);
    }

    @Test
    void texts_that_do_not_fit_are_errors() throws SQLException {
        for (AvaticaType type : Arrays.asList(VARCHAR, struct(column(0, "a", VARCHAR)))) {
            boolean flat = type.equals(VARCHAR);
            int[] nodes = flat ? new int[] {2} : new int[] {2, 2};
            for (int[] offsets : new int[][] {{0, 3, 1}, {-100_000, 2, 3}, {0, 1, 4}, {0, 1}}) {
                ArrowBuffers batch = flat
                        ? batch(nodes, none(), ints(offsets), text("xyz"))
                        : batch(nodes, none(), none(), ints(offsets), text("xyz"));
                assertUnreadable(describe(type), 2, batch);
            }
        }
    }

    @Test
    void the_schema_must_be_that_of_the_result_at_every_depth() throws SQLException {
        AvaticaType[] all = {
            array(INTEGER),
            array(VARCHAR),
            array(array(INTEGER)),
            array(NestedCase.DECIMAL),
            array(NestedCase.scalar(java.sql.Types.DECIMAL, "DECIMAL(20, 3)")),
            struct(column(0, "a", INTEGER)),
            struct(column(0, "b", INTEGER)),
            struct(column(0, "a", VARCHAR)),
            struct(column(0, "a", INTEGER), column(1, "b", INTEGER)),
            array(struct(column(0, "a", INTEGER))),
            array(struct(column(0, "b", INTEGER))),
            INTEGER
        };
        for (AvaticaType sent : all) {
            byte[] stream = NestedCase.stream(describe(sent), Collections.emptyList());
            for (AvaticaType described : all) {
                describe(described);
                if (sent.equals(described)) {
                    assertEquals(Collections.emptyList(), read(stream));
                } else {
                    assertUnreadable(stream);
                }
            }
        }
    }

    private byte[] sound(List<ResultType> types) throws SQLException {
        Random random = new Random(7);
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            List<Object> row = new ArrayList<>();
            for (ColumnMetaData column : server.meta.givenColumns) {
                row.add(NestedCase.wire(random, column.type));
            }
            rows.add(row);
        }
        return NestedCase.stream(types, rows);
    }

    private List<ResultType> deep() {
        return describe(
                array(array(VARCHAR)),
                array(struct(column(0, "a", NestedCase.DECIMAL), column(1, "b", array(VARCHAR)))),
                VARCHAR);
    }

    @Test
    void a_stream_that_is_cut_off_is_an_error_wherever_it_is_cut() throws SQLException {
        byte[] stream = sound(deep());
        assertEquals(30, read(stream).size());
        for (int length = 0; length < stream.length; length += 5) {
            assertUnreadable(Arrays.copyOf(stream, length));
        }
    }

    /** Whatever the damage: values, if they are still some, or the error; no other exception, and an end. */
    @Test
    void a_damaged_stream_gives_values_or_the_error() throws SQLException {
        byte[] stream = sound(deep());
        Random random = new Random(11);
        int readable = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = stream.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = random.nextInt(damaged.length);
                damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : damaged[at] + random.nextInt(3) - 1);
            }
            try {
                read(damaged);
                readable++;
            } catch (SQLException e) {
                assertSaid(e);
            }
        }
        assertTrue(readable > 100 && readable < 1900, "readable: " + readable);
    }
}
