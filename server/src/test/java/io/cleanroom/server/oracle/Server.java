package io.cleanroom.server.oracle;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.engine.duckdb.DuckDbConfig;
import io.cleanroom.server.engine.duckdb.DuckDbEngine;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.QuerySource;
import io.cleanroom.server.policy.ReleaseGate;
import io.cleanroom.server.policy.RetailRoom;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.ParameterCheck;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/** The way of a query through the server: bound, decided, verified, run by DuckDB over Parquet files, released. */
final class Server implements AutoCloseable {
    private static final Map<String, String> TABLES = Map.of(
            Ask.PURCHASES,
            "purchase_id BIGINT, customer_name VARCHAR, email_address VARCHAR, hashed_email VARCHAR,"
                    + " product_category VARCHAR, purchase_date DATE, store_region VARCHAR,"
                    + " purchase_amount DECIMAL(12,2), item_count INTEGER",
            Ask.CAMPAIGNS,
            "hashed_email VARCHAR, campaign_id VARCHAR, campaign_name VARCHAR, ad_format VARCHAR,"
                    + " impression_date DATE, impression_count INTEGER, click_count INTEGER, spend_amount DECIMAL(12,4)");

    private final Path directory;
    private final Engine engine;
    private final Connection writer;
    private final Keys keys;
    private int written;
    private int runs;

    /** How the tables know people. */
    enum Keys {
        TEXT,
        BYTES
    }

    Server(Path directory) throws SQLException {
        this(directory, Keys.TEXT);
    }

    Server(Path directory, Keys keys) throws SQLException {
        this.directory = directory;
        this.keys = keys;
        engine =
                new DuckDbEngine(new DuckDbConfig("512MB", 2, directory.resolve("temp"), "1GB", Duration.ofMinutes(1)));
        writer = DriverManager.getConnection("jdbc:duckdb:");
    }

    int runs() {
        return runs;
    }

    /** Where the rows are kept, by the owner's name of the table; the room's name keeps their engine open meanwhile. */
    record Stored(Name room, Map<Name, Path> files) {}

    Stored store(Shop shop) throws SQLException {
        Map<Name, Path> files = new HashMap<>();
        files.put(RetailRoom.PURCHASES.name(), write(Ask.PURCHASES, shop.purchases()));
        files.put(RetailRoom.CAMPAIGNS.name(), write(Ask.CAMPAIGNS, shop.campaigns()));
        return new Stored(Name.of("room" + written), files);
    }

    /** The same, and rows of a few people in the tables of the room of all types of rules. */
    Stored storeMixed(Shop shop) throws SQLException {
        Stored two = store(shop);
        Map<Name, Path> files = new HashMap<>(two.files());
        String visits = "SELECT 'key-' || (i % 8) AS hashed_email, i AS visit_id, chr(65 + (i % 3)::INTEGER) AS region,"
                + " DATE '2026-01-01' + (i % 60)::INTEGER AS visit_date, (i % 50)::INTEGER AS minutes,"
                + " (i % 1000)::DECIMAL(12,2) AS amount, (18 + i % 60)::INTEGER AS age, i % 2 = 0 AS online"
                + " FROM range(300) AS t(i)";
        files.put(Name.of("visits"), written("visits", visits));
        files.put(Name.of("visits_old"), written("visits_old", visits));
        files.put(
                Name.of("audience"),
                written(
                        "audience",
                        "SELECT 'key-' || i AS hashed_email, 'key-' || i AS contact, chr(65 + (i % 2)::INTEGER) AS cohort,"
                                + " DATE '2026-01-01' AS joined_on, i::DECIMAL(12,2) AS value FROM range(12) AS t(i)"));
        files.put(
                Name.of("segments"),
                written(
                        "segments",
                        "SELECT 'key-' || i AS hashed_email, 'p' || i AS panel_id, chr(65 + (i % 4)::INTEGER) AS segment,"
                                + " 'a' AS tier, i::INTEGER AS score FROM range(12) AS t(i)"));
        files.put(
                Name.of("crm"),
                written(
                        "crm",
                        "SELECT 'key-' || i AS hashed_email, 'p' || i AS panel_id, i AS internal_id, 'gold' AS status"
                                + " FROM range(6) AS t(i)"));
        files.put(
                Name.of("panel"),
                written(
                        "panel",
                        "SELECT 'key-' || i AS hashed_email, 'p' || i AS panel_id, 'xx' AS country, 1::INTEGER AS weight"
                                + " FROM range(6) AS t(i)"));
        for (String nested : List.of("nested_orders", "nested_segments", "nested_crm", "nested_visits")) {
            files.put(
                    Name.of(nested),
                    written(
                            nested,
                            "SELECT 'key-' || i AS hashed_email, ['a', NULL] AS tags, ['l' || i] AS labels, {'city': 'x',"
                                    + " 'Post code': i::INTEGER} AS place, DATE '2026-01-01' AS day,"
                                    + " i::DECIMAL(12,2) AS amount FROM range(12) AS t(i)"));
        }
        return new Stored(two.room(), files);
    }

    /** A file with the answer to a query. */
    Path written(String table, String query) throws SQLException {
        Path file = directory.resolve(table + written++ + ".parquet");
        try (Statement statement = writer.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT PARQUET)");
        }
        return file;
    }

    /** The room over files that were stored so. */
    static Room withKeysOfBytes(Room room) {
        return new Room(
                room.version(),
                room.collaboration(),
                room.tables().stream()
                        .map(shared -> new SharedTable(
                                shared.association(), withKeysOfBytes(shared.table()), shared.budgets()))
                        .toList(),
                room.templates(),
                room.approvals());
    }

    private static ConfiguredTable withKeysOfBytes(ConfiguredTable table) {
        return new ConfiguredTable(
                table.owner(),
                table.name(),
                table.source(),
                table.columns().stream()
                        .map(c -> c.name().text().equals("hashed_email")
                                ? new Column(c.name(), c.nameInSource(), ColumnType.varbinary(0))
                                : c)
                        .toList(),
                table.rule());
    }

    private Path write(String table, List<Row> rows) throws SQLException {
        Path file = directory.resolve(table + written++ + ".parquet");
        try (Statement statement = writer.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE t (" + TABLES.get(table) + ")");
            if (!rows.isEmpty()) {
                statement.execute("INSERT INTO t VALUES "
                        + rows.stream().map(Server::values).collect(Collectors.joining(", ")));
            }
            String stored =
                    keys == Keys.TEXT ? "t" : "(SELECT * REPLACE (encode(hashed_email) AS hashed_email) FROM t)";
            statement.execute("COPY " + stored + " TO '" + file + "' (FORMAT PARQUET)");
        }
        return file;
    }

    private static String values(Row row) {
        return row.values().values().stream()
                .map(v -> v == null ? "NULL" : v instanceof Number ? v.toString() : Cond.literal(v))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A question that was approved, ready to run over any rows. */
    record Approved(BoundQuery bound, ApprovedQuery query) {}

    static Approved decide(Room room, String sql) {
        BoundQuery bound = RetailRoom.bind(room, sql);
        Decision decision = RetailRoom.decide(room, sql);
        if (decision instanceof Decision.Refused refused) {
            throw new AssertionError(sql + "\n" + refused.text());
        }
        return new Approved(bound, ((Decision.Approved) decision).query());
    }

    List<List<@Nullable Object>> run(Approved approved, List<Object> markers, Stored stored) {
        runs++;
        Map<String, SourceFiles> files = new HashMap<>();
        for (QuerySource source : approved.query().sources()) {
            Path path = stored.files().get(((QuerySource.Files) source).table().name());
            if (path == null) {
                throw new IllegalStateException("no file of " + source.engineName());
            }
            files.put(
                    source.engineName(),
                    new SourceFiles(List.of(path), Source.Format.PARQUET, Collections.emptySortedMap()));
        }
        Engine.Run run = new Engine.Run(
                approved.query(),
                stored.room(),
                files,
                Map.of(),
                ParameterCheck.values(approved.bound().parameters(), new ArrayList<@Nullable Object>(markers)),
                new Cancellation());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ReleaseGate gate = new ReleaseGate(approved.query(), engine.execute(run))) {
            while (gate.next()) {
                for (int i = 0; i < gate.rowCount(); i++) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (FieldVector column : gate.columns()) {
                        row.add(value(column, i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private static @Nullable Object value(FieldVector column, int row) {
        Object value = column.getObject(row);
        if (value instanceof Text text) {
            return text.toString();
        }
        if (column instanceof DateDayVector && value != null) {
            return LocalDate.ofEpochDay((Integer) value);
        }
        return value instanceof Integer number ? number.longValue() : value;
    }

    /** Whether two answers are the same in the same order; an average may differ in its last digits. */
    static boolean same(List<List<@Nullable Object>> a, List<List<@Nullable Object>> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < a.get(i).size(); j++) {
                if (!same(a.get(i).get(j), b.get(i).get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof Double x) {
            double y = Agg.decimal(b).doubleValue();
            return Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(y));
        }
        if (a instanceof BigDecimal || b instanceof BigDecimal) {
            return Agg.decimal(a).compareTo(Agg.decimal(b)) == 0;
        }
        return a.equals(b);
    }

    @Override
    public void close() throws SQLException {
        engine.close();
        writer.close();
    }
}
