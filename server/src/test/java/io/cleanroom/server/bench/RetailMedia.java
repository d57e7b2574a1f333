package io.cleanroom.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The example's scripts, its data, and what is asked of it. */
final class RetailMedia {
    static final User ANALYST = new User("advertiserco/ana", "ana-demo-password");
    private static final User RETAILER = new User("retailco/rita", "rita-demo-password");
    private static final User ADVERTISER = new User("advertiserco/adam", "adam-demo-password");

    private final Path scripts;

    RetailMedia(Path scripts) {
        this.scripts = scripts;
    }

    record User(String login, String password) {}

    /**
     * The same question to the clean room, and to DuckDB with the thresholds written by hand. Where a join makes the
     * identities of both sides equal, one HAVING is both thresholds: so a careful person would write it.
     */
    record Question(String name, String cleanRoom, String duckDb) {}

    List<Question> questions() throws IOException {
        String sales =
                "SELECT product_category, store_region, COUNT(DISTINCT hashed_email) AS people, COUNT(*) AS purchases,"
                        + " SUM(purchase_amount) AS revenue FROM retailer_purchase_events GROUP BY product_category, store_region";
        String reach = "SELECT campaign_id, ad_format, DATE_TRUNC('week', impression_date) AS week,"
                + " COUNT(DISTINCT hashed_email) AS people, SUM(impression_count) AS impressions,"
                + " SUM(spend_amount) AS spend FROM advertiser_campaign_events GROUP BY 1, 2, 3";
        String overlap = "SELECT c.ad_format, p.product_category, COUNT(DISTINCT p.hashed_email) AS people"
                + " FROM advertiser_campaign_events c JOIN retailer_purchase_events p ON c.hashed_email = p.hashed_email"
                + " WHERE c.campaign_id = 'CAMP_2026_Q3_SUMMER' GROUP BY c.ad_format, p.product_category";
        return List.of(
                new Question("template", call(), template()),
                new Question("sales by category and region", sales, sales + having("hashed_email")),
                new Question("reach by campaign, format, week", reach, reach + having("hashed_email")),
                new Question("overlap of a campaign by category", overlap, overlap + having("p.hashed_email")));
    }

    private static String having(String column) {
        return " HAVING COUNT(DISTINCT " + column + ") >= 100";
    }

    String call() throws IOException {
        return statements("attribution.sql").get(0);
    }

    /** An explanation of a query of the template's size, told apart by a literal. */
    String explained(String campaign) {
        return "EXPLAIN PLAN FOR SELECT c.ad_format, p.product_category, DATE_TRUNC('week', p.purchase_date) AS week,"
                + " COUNT(DISTINCT c.hashed_email) AS people, SUM(p.purchase_amount) AS revenue,"
                + " SUM(p.purchase_amount) / NULLIF(SUM(c.spend_amount), 0) AS roas"
                + " FROM advertiser_campaign_events c JOIN retailer_purchase_events p ON c.hashed_email = p.hashed_email"
                + " AND p.purchase_date BETWEEN c.impression_date AND c.impression_date + INTERVAL '30 days'"
                + " WHERE c.campaign_id = '" + campaign + "' GROUP BY 1, 2, 3";
    }

    private String template() throws IOException {
        List<String> statements = statements("advertiser.sql");
        String creation = statements.get(statements.size() - 1);
        return creation.substring(creation.indexOf("\nAS\n") + 4)
                .replace(":campaign_id", "'CAMP_2026_Q3_SUMMER'")
                .replace(":start_date", "DATE '2026-07-01'")
                .replace(":end_date", "DATE '2026-07-31'");
    }

    void setUp(ServerUnderTest server) throws IOException, SQLException {
        run(server, new User("operator", ServerUnderTest.OPERATOR_PASSWORD), "operator.sql");
        run(server, RETAILER, "retailer.sql");
        run(server, ADVERTISER, "advertiser.sql");
        run(server, RETAILER, "approval.sql");
    }

    private void run(ServerUnderTest server, User user, String script) throws IOException, SQLException {
        try (Connection connection = server.connectToNone(user);
                Statement statement = connection.createStatement()) {
            for (String sql : statements(script)) {
                statement.execute(sql);
            }
        }
    }

    /** None of these scripts has a semicolon or two hyphens inside quotes. */
    private List<String> statements(String script) throws IOException {
        String text = Files.readString(scripts.resolve(script)).replaceAll("(?m)^--.*$", "");
        return List.of(text.split(";\\s*(\\n|$)")).stream()
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }

    /** The members' files of a scale; made once. */
    Path data(Path folder, String scale) throws IOException, SQLException {
        String generator = Files.readString(scripts.resolve("generate.sql"));
        Path stamp = folder.resolve("generated-by.sql");
        if (!Files.exists(stamp) || !Files.readString(stamp).equals(generator)) {
            System.out.println("generating data of scale " + scale);
            for (String part : List.of(
                    "retailco/purchases", "advertiserco/impressions", "results/retailco", "results/advertiserco")) {
                Files.createDirectories(folder.resolve(part));
            }
            try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = duckdb.createStatement()) {
                statement.execute("SET VARIABLE scale = " + scale);
                statement.execute("SET VARIABLE target = '" + folder + "'");
                statement.execute(generator);
            }
            Files.writeString(stamp, generator);
        }
        return folder;
    }

    /** DuckDB alone, with as much memory as the server's engine has by default, and all processors like it. */
    Connection plainDuckDb(Path data) throws SQLException {
        Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("SET memory_limit = '2GB'");
            statement.execute("CREATE VIEW retailer_purchase_events AS FROM '"
                    + data.resolve("retailco/purchases/*.parquet") + "'");
            statement.execute("CREATE VIEW advertiser_campaign_events AS FROM '"
                    + data.resolve("advertiserco/impressions/*.parquet") + "'");
        }
        return duckdb;
    }
}
