package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cleanroom.server.policy.RetailRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A whole server in this process, on a free port, over real files; reached through the real driver. */
public final class LiveServer implements AutoCloseable {
    /** Everybody's, the operator's too. */
    public static final String PASSWORD = "a long password for tests";

    private static final String CREATE_ROOM =
            "CREATE COLLABORATION retail_attribution (MEMBER retailco CAN (CONTRIBUTE),"
                    + " MEMBER advertiserco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))";

    private final Path folder;
    private final CleanroomServer server;

    private LiveServer(Path folder, CleanroomServer server) {
        this.folder = folder;
        this.server = server;
    }

    public static LiveServer start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /** With more settings, as environment variables. */
    public static LiveServer start(Path folder, Map<String, String> more) throws IOException {
        Map<String, String> environment = environment(folder);
        environment.putAll(more);
        ServerConfig config = ServerConfig.load(null, environment);
        Services services = Services.open(config);
        CleanroomServer server =
                new CleanroomServer(config, services.statements(), services.authentication(), services.toClose());
        server.start();
        return new LiveServer(folder, server);
    }

    /** For a driver, without a collaboration. */
    public String url() {
        return "jdbc:cleanroom://127.0.0.1:" + server.port() + "/";
    }

    /** The folder below which members' files are. */
    public Path dataRoot() {
        return folder.resolve("files");
    }

    /** The settings of a server on that folder. */
    public static Map<String, String> environment(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("files"));
        Path password = folder.resolve("operator-password");
        Files.writeString(password, PASSWORD);
        Map<String, String> environment = new HashMap<>();
        environment.put("CLEANROOM_LISTEN", "127.0.0.1:0");
        environment.put("CLEANROOM_DATA_DIR", folder.resolve("state").toString());
        environment.put("CLEANROOM_DATA_ROOT", folder.resolve("files").toString());
        environment.put("CLEANROOM_OPERATOR_PASSWORD_FILE", password.toString());
        return environment;
    }

    public Connection connect(String user, String collaboration) throws SQLException {
        return DriverManager.getConnection(url() + collaboration, user, PASSWORD);
    }

    /** The retailer's and the advertiser's room, with one group of 120 people, one of 100 and one of 99. */
    public void openRetailRoom() throws SQLException, IOException {
        writeFiles();
        createMembers();
        run(
                "operator",
                "",
                "CREATE USER \"retailco/rita\" ROLE ADMIN, AUDITOR PASSWORD '" + PASSWORD + "'",
                "CREATE USER \"advertiserco/adam\" ROLE ADMIN PASSWORD '" + PASSWORD + "'",
                "CREATE USER \"advertiserco/ana\" ROLE ANALYST PASSWORD '" + PASSWORD + "'");
        run(
                "retailco/rita",
                "",
                CREATE_ROOM,
                "CREATE CONFIGURED TABLE purchase_events FROM 'purchases.parquet' FORMAT PARQUET",
                RetailRoom.PURCHASE_RULE,
                "ASSOCIATE CONFIGURED TABLE purchase_events WITH COLLABORATION retail_attribution"
                        + " AS retailer_purchase_events");
        run(
                "advertiserco/adam",
                "",
                "JOIN COLLABORATION retail_attribution",
                "CREATE CONFIGURED TABLE campaign_events FROM 'impressions.parquet' FORMAT PARQUET",
                RetailRoom.CAMPAIGN_RULE,
                "ASSOCIATE CONFIGURED TABLE campaign_events WITH COLLABORATION retail_attribution"
                        + " AS advertiser_campaign_events",
                RetailRoom.TEMPLATE);
        run("retailco/rita", "", "APPROVE ANALYSIS TEMPLATE retail_attribution.campaign_attribution_weekly");
    }

    /**
     * The same two members in the same room, without tables: retailco, whose rita contributes, and advertiserco, whose ana
     * contributes and queries.
     */
    public void openEmptyRoom() throws SQLException, IOException {
        createMembers();
        run(
                "operator",
                "",
                "CREATE USER \"retailco/rita\" ROLE ADMIN PASSWORD '" + PASSWORD + "'",
                "CREATE USER \"advertiserco/ana\" ROLE ADMIN, ANALYST PASSWORD '" + PASSWORD + "'");
        run("retailco/rita", "", CREATE_ROOM);
        run("advertiserco/ana", "", "JOIN COLLABORATION retail_attribution");
    }

    private void createMembers() throws SQLException, IOException {
        for (String member : List.of("retailco", "advertiserco")) {
            Files.createDirectories(dataRoot().resolve(member));
            run(
                    "operator",
                    "",
                    "CREATE MEMBER " + member + " DATA LOCATION '" + member + "' RESULT LOCATION 'results/" + member
                            + "'");
        }
    }

    /** Makes a table of a file, {@code name.parquet} or another format, and brings it into the room under the same name. */
    public void share(String user, String table, String file, String rule) throws SQLException {
        run(
                user,
                "",
                "CREATE CONFIGURED TABLE " + table + " FROM '" + file + "' FORMAT "
                        + file.substring(file.indexOf('.') + 1),
                "ALTER CONFIGURED TABLE " + table + " SET ANALYSIS RULE " + rule,
                "ASSOCIATE CONFIGURED TABLE " + table + " WITH COLLABORATION retail_attribution");
    }

    /** Writes what DuckDB selects into {@code name.parquet} of a member, or over it. */
    public void writeParquet(String member, String name, String select) throws SQLException, IOException {
        Path file = Files.createDirectories(dataRoot().resolve(member)).resolve(name + ".parquet");
        duckdb("COPY (" + select + ") TO '" + file + "' (FORMAT PARQUET, OVERWRITE true)");
    }

    /** What DuckDB itself says, without a server; in UTC. */
    public static List<String> duckdb(String sql) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            return statement.execute(sql) ? rows(statement.getResultSet()) : List.of();
        }
    }

    private void writeFiles() throws SQLException, IOException {
        Path retailer = Files.createDirectories(folder.resolve("files/retailco"));
        Path advertiser = Files.createDirectories(folder.resolve("files/advertiserco"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            // Person n saw one campaign: 0..119 summer, 120..219 winter, 220..318 pilot.
            statement.execute("CREATE TABLE people AS SELECT n, sha256('p' || n) AS hashed_email,"
                    + " CASE WHEN n < 120 THEN 'summer' WHEN n < 220 THEN 'winter' ELSE 'pilot' END AS campaign"
                    + " FROM range(319) t(n)");
            statement.execute("COPY (SELECT n AS purchase_id, 'name ' || n AS customer_name,"
                    + " 'p' || n || '@example.com' AS email_address, hashed_email, 'grocery' AS product_category,"
                    + " DATE '2026-07-06' AS purchase_date, 'north' AS store_region,"
                    + " CAST(10 AS DECIMAL(12, 2)) AS purchase_amount, 2 AS item_count FROM people)"
                    + " TO '" + retailer.resolve("purchases.parquet") + "' (FORMAT PARQUET)");
            statement.execute("COPY (SELECT hashed_email, campaign AS campaign_id, campaign AS campaign_name,"
                    + " 'video' AS ad_format, DATE '2026-07-01' AS impression_date, 1 AS impression_count,"
                    + " 0 AS click_count, CAST(0.5 AS DECIMAL(12, 4)) AS spend_amount FROM people)"
                    + " TO '" + advertiser.resolve("impressions.parquet") + "' (FORMAT PARQUET)");
        }
    }

    /** Runs statements one after another on a connection of their own. */
    public void run(String user, String collaboration, String... statements) throws SQLException {
        try (Connection connection = connect(user, collaboration);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Every row, its values joined by a bar. */
    public static List<String> rows(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(String.valueOf(result.getString(i)));
            }
            rows.add(String.join("|", row));
        }
        return rows;
    }

    public List<String> query(String user, String sql) throws SQLException {
        try (Connection connection = connect(user, "retail_attribution");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return rows(result);
        }
    }

    /** Asserts that a statement in the room is refused; {@code SQLState: } and the first line of why. */
    public String refused(String user, String sql) {
        SQLException refusal = assertThrows(SQLException.class, () -> run(user, "retail_attribution", sql), sql);
        return refusal.getSQLState() + ": "
                + String.valueOf(refusal.getMessage())
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .orElse("");
    }

    /** Submits a query, waits until its file is there, and says where: the member's result location is its name. */
    public Path submit(String user, String collaboration, String query, String name, String format)
            throws SQLException, InterruptedException {
        try (Connection connection = connect(user, collaboration);
                Statement statement = connection.createStatement()) {
            String id;
            try (ResultSet submitted =
                    statement.executeQuery("SUBMIT " + query + " INTO '" + name + "' FORMAT " + format)) {
                submitted.next();
                id = submitted.getString(1);
            }
            String state = "";
            for (int i = 0;
                    i < 600 && !List.of("SUCCESS", "FAILED", "CANCELLED").contains(state);
                    i++) {
                Thread.sleep(50);
                try (ResultSet row = statement.executeQuery(
                        "SELECT state FROM system.protected_queries WHERE query_id = '" + id + "'")) {
                    row.next();
                    state = row.getString(1);
                }
            }
            if (!state.equals("SUCCESS")) {
                throw new AssertionError(query + " as " + format + ": " + state);
            }
            String member = user.substring(0, user.indexOf('/'));
            return dataRoot().resolve("results/" + member + "/" + name + "." + format.toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
