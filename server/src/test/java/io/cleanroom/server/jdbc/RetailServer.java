package io.cleanroom.server.jdbc;

import io.cleanroom.server.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small retail clean room: {@code retailco} shares {@code purchases}, {@code advertiserco} shares {@code impressions} and
 * has the template {@code weekly(campaign_id, since)}, which is approved. Column {@code email_address} of the purchases and
 * the whole table {@code secret_prices} are nobody's to see but the retailer's, and so is {@code labels}, which has arrays and
 * rows, in a room of its own.
 */
final class RetailServer implements AutoCloseable {
    static final String COLLABORATION = "retail";

    /** Defines and asks for advertiserco. */
    static final String ADA = "advertiserco/ada";

    static final String RITA = "retailco/rita";

    /** Asks in the retailer's own room. */
    private static final String REMY = "retailco/remy";

    private static final String PASSWORD = "a-password-for-tests";
    private static @Nullable RetailServer shared;

    private final Path folder;
    private final int port;
    private Process process;

    private RetailServer(Path folder, int port) throws IOException, InterruptedException {
        this.folder = folder;
        this.port = port;
        this.process = start(folder);
    }

    /** One for all tests of this virtual machine, stopped when that ends. */
    static synchronized RetailServer shared() {
        if (shared == null) {
            RetailServer server = fresh();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = server;
        }
        return shared;
    }

    /** One of its own, set up and ready. */
    static RetailServer fresh() {
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("cleanroom-jdbc");
            write(folder, port);
            RetailServer server = new RetailServer(folder, port);
            try {
                server.setUp();
            } catch (SQLException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the clean room cannot be set up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void write(Path folder, int port) throws IOException, SQLException {
        Path data = folder.resolve("data");
        for (String part : List.of("retailco", "advertiserco", "results/retailco", "results/advertiserco")) {
            Files.createDirectories(data.resolve(part));
        }
        Files.writeString(folder.resolve("operator-password"), PASSWORD + "\n");
        Files.writeString(
                folder.resolve("cleanroom.yaml"),
                "listen: 127.0.0.1:" + port + "\ndata_dir: " + folder.resolve("state") + "\ndata_root: " + data
                        + "\noperator_password_file: " + folder.resolve("operator-password") + "\n");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT n AS purchase_id, sha256('p' || (n % 300)::VARCHAR) AS hashed_email,"
                    + " 'p' || (n % 300)::VARCHAR || '@example.com' AS email_address,"
                    + " ['toys', 'books'][1 + n % 2] AS category, DATE '2026-07-01' + (n % 20)::INTEGER AS bought_on,"
                    + " (n % 50 + 0.25)::DECIMAL(12, 2) AS amount FROM range(1200) r(n)) TO '"
                    + data.resolve("retailco/purchases.parquet") + "'");
            statement.execute(
                    "COPY (SELECT sha256('p' || (n % 300)::VARCHAR) AS hashed_email, ['a', 'b', 'c'][1 + n % 3] AS region,"
                            + " ['new', 'old'][1 + n % 2] AS status, DATE '2026-01-01' + (n % 60)::INTEGER AS ordered_on,"
                            + " TIMESTAMP '2026-01-01 10:11:12' + to_minutes((n % 4000)::INTEGER) AS ordered_at,"
                            + " (n % 50)::INTEGER AS quantity, (20 + n % 60)::BIGINT AS age, n % 2 = 0 AS online,"
                            + " (n % 1000 + 0.25)::DECIMAL(12, 2) AS amount, (n / 8)::DECIMAL(38, 18) AS price FROM range(3000) r(n)) TO '"
                            + data.resolve("retailco/orders.parquet") + "'");
            statement.execute("COPY (SELECT 'toys' AS category, 1.5 AS price) TO '"
                    + data.resolve("retailco/prices.parquet") + "'");
            statement.execute("COPY (SELECT ['a', 'b'] AS tags, struct_pack(city := 'Bern') AS place) TO '"
                    + data.resolve("retailco/labels.parquet") + "'");
            statement.execute("COPY (SELECT sha256('p' || (n % 300)::VARCHAR) AS hashed_email,"
                    + " ['summer', 'winter'][1 + n % 2] AS campaign_id, DATE '2026-07-01' + (n % 20)::INTEGER AS shown_on,"
                    + " 1 + n % 3 AS impression_count FROM range(1200) r(n)) TO '"
                    + data.resolve("advertiserco/impressions.parquet") + "'");
        }
    }

    /** Another time zone than the tests', which must not show anywhere. */
    private static Process start(Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("server.log");
        Files.deleteIfExists(log);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-Duser.timezone=Asia/Kolkata",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--config",
                        folder.resolve("cleanroom.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 6000 && process.isAlive(); i++) {
            if (Files.readString(log).contains("cleanroom listening on ")) {
                return process;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        process.destroyForcibly();
        throw new IllegalStateException("the server did not start: " + Files.readString(log));
    }

    private void setUp() throws SQLException {
        run(
                "operator",
                "CREATE MEMBER retailco DATA LOCATION 'retailco' RESULT LOCATION 'results/retailco'",
                "CREATE USER \"retailco/rita\" ROLE ADMIN PASSWORD '" + PASSWORD + "'",
                "CREATE USER \"" + REMY + "\" ROLE ANALYST PASSWORD '" + PASSWORD + "'",
                "CREATE MEMBER advertiserco DATA LOCATION 'advertiserco' RESULT LOCATION 'results/advertiserco'",
                "CREATE USER \"advertiserco/ada\" ROLE ADMIN, ANALYST PASSWORD '" + PASSWORD + "'");
        run(
                RITA,
                "CREATE COLLABORATION retail (MEMBER retailco CAN (CONTRIBUTE),"
                        + " MEMBER advertiserco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))",
                "CREATE COLLABORATION internal_affairs (MEMBER retailco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))",
                "CREATE CONFIGURED TABLE secret_prices FROM 'prices.parquet' FORMAT PARQUET",
                "CREATE CONFIGURED TABLE labels FROM 'labels.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE labels SET ANALYSIS RULE AGGREGATION (DIMENSION COLUMNS (tags, place),"
                        + " AGGREGATE COLUMNS (COUNT(*)), WITHOUT MINIMUM)",
                "ASSOCIATE CONFIGURED TABLE labels WITH COLLABORATION internal_affairs",
                "CREATE CONFIGURED TABLE own_purchases FROM 'purchases.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE own_purchases SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (hashed_email),"
                        + " DIMENSION COLUMNS (category, bought_on), AGGREGATE COLUMNS (SUM(amount), COUNT(*),"
                        + " COUNT(DISTINCT hashed_email)), SCALAR FUNCTIONS (UPPER),"
                        + " MINIMUM 10 DISTINCT hashed_email)",
                "ASSOCIATE CONFIGURED TABLE own_purchases WITH COLLABORATION retail AS purchases"
                        + " RESULT RECEIVERS (advertiserco)");
        run(
                ADA,
                "JOIN COLLABORATION retail",
                "CREATE CONFIGURED TABLE own_impressions FROM 'impressions.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE own_impressions SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (hashed_email),"
                        + " DIMENSION COLUMNS (campaign_id, shown_on), AGGREGATE COLUMNS (SUM(impression_count), COUNT(*),"
                        + " COUNT(DISTINCT hashed_email)), MINIMUM 10 DISTINCT hashed_email)",
                "ASSOCIATE CONFIGURED TABLE own_impressions WITH COLLABORATION retail AS impressions"
                        + " RESULT RECEIVERS (advertiserco)",
                "CREATE ANALYSIS TEMPLATE retail.weekly (campaign_id VARCHAR(50), since DATE)"
                        + " DESCRIPTION 'Purchases after a campaign' AS"
                        + " SELECT p.category, COUNT(DISTINCT i.hashed_email) AS people, SUM(p.amount) AS revenue"
                        + " FROM impressions i JOIN purchases p ON i.hashed_email = p.hashed_email"
                        + " WHERE i.campaign_id = :campaign_id AND p.bought_on >= :since GROUP BY p.category");
        run(RITA, "APPROVE ANALYSIS TEMPLATE retail.weekly");
    }

    void run(String user, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(""), user, PASSWORD);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String url(String collaboration) {
        return "jdbc:cleanroom://127.0.0.1:" + port + "/" + collaboration;
    }

    String password() {
        return PASSWORD;
    }

    /** As {@link #ADA}, in the collaboration. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(COLLABORATION), ADA, PASSWORD);
    }

    /** As {@link #REMY}, where {@code labels} is. */
    Connection connectToLabels() throws SQLException {
        return DriverManager.getConnection(url("internal_affairs"), REMY, PASSWORD);
    }

    /** Stops it and starts it again at the same address, with the same state. */
    void restart() throws IOException, InterruptedException {
        stop();
        process = start(folder);
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                if (!file.delete()) {
                    file.deleteOnExit();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
