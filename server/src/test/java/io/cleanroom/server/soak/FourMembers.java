package io.cleanroom.server.soak;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** A room of four members, each with a table of 20,000 people and a budget on it, each asking and receiving. */
public final class FourMembers {
    public static final List<String> MEMBERS = List.of("alpha", "beta", "gamma", "delta");
    public static final String ROOM = "four";

    private FourMembers() {}

    static void setUp(LiveServer server, Path folder) throws SQLException, IOException {
        setUp(
                server,
                folder,
                MEMBERS.stream().map(m -> "CONTRIBUTE, QUERY, RECEIVE RESULTS").toList());
    }

    /** alpha contributes and receives, beta contributes, gamma asks, delta receives. */
    public static void setUpAsymmetric(LiveServer server, Path folder) throws SQLException, IOException {
        setUp(server, folder, List.of("CONTRIBUTE, RECEIVE RESULTS", "CONTRIBUTE", "QUERY", "RECEIVE RESULTS"));
    }

    private static void setUp(LiveServer server, Path folder, List<String> abilities) throws SQLException, IOException {
        for (String member : MEMBERS) {
            Path file =
                    Files.createDirectories(folder.resolve("files/" + member)).resolve("people.parquet");
            try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = duckdb.createStatement()) {
                statement.execute("COPY (SELECT sha256('p' || n) AS person, 'g' || n % 500 AS grp, n % 7 AS amount"
                        + " FROM range(20000) t(n)) TO '" + file + "' (FORMAT PARQUET)");
            }
            server.run(
                    "operator",
                    "",
                    "CREATE MEMBER " + member + " DATA LOCATION '" + member + "' RESULT LOCATION 'results/" + member
                            + "'",
                    "CREATE USER \"" + member + "/u\" ROLE ADMIN, ANALYST PASSWORD '" + LiveServer.PASSWORD + "'");
        }
        StringBuilder room = new StringBuilder("CREATE COLLABORATION " + ROOM + " (");
        for (String member : MEMBERS) {
            room.append(member.equals("alpha") ? "" : ", ")
                    .append("MEMBER ")
                    .append(member)
                    .append(" CAN (" + abilities.get(MEMBERS.indexOf(member)) + ")");
        }
        server.run("alpha/u", "", room + ")");
        for (String member : MEMBERS) {
            if (!member.equals("alpha")) {
                server.run(member + "/u", "", "JOIN COLLABORATION " + ROOM);
            }
            if (!abilities.get(MEMBERS.indexOf(member)).contains("CONTRIBUTE")) {
                continue;
            }
            server.run(
                    member + "/u",
                    "",
                    "CREATE CONFIGURED TABLE people FROM 'people.parquet' FORMAT PARQUET",
                    "ALTER CONFIGURED TABLE people SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (person),"
                            + " DIMENSION COLUMNS (grp), AGGREGATE COLUMNS (COUNT(*), SUM(amount)),"
                            + " MINIMUM 10 DISTINCT person)",
                    "ALTER CONFIGURED TABLE people SET ACCESS BUDGET 100000 PER LIFETIME",
                    "ASSOCIATE CONFIGURED TABLE people WITH COLLABORATION " + ROOM + " AS " + member + "_people");
        }
    }

    /** Joins the member's table with the next member's. */
    static String submission(String member, String path) {
        String other = MEMBERS.get((MEMBERS.indexOf(member) + 1) % MEMBERS.size());
        return "SUBMIT SELECT m.grp, COUNT(*) AS people, SUM(o.amount) AS amount FROM " + member
                + "_people m INNER JOIN " + other + "_people o ON m.person = o.person GROUP BY m.grp INTO '" + path
                + "' FORMAT CSV";
    }

    /** The results of a member, and drafts if there are any. */
    public static List<String> files(Path folder, String member) throws IOException {
        Path location = folder.resolve("files/results/" + member);
        if (!Files.exists(location)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(location)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> location.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
