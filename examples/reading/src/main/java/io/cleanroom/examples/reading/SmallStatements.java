package io.cleanroom.examples.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;

/**
 * What programs do all day, in milliseconds: the first statements after the server's start, one prepared statement again and
 * again, and the metadata of a room with fifty tables.
 */
public final class SmallStatements {
    private static final int TABLES = 50;
    private static final int WARM_UPS = 200;
    private static final int ROUNDS = 1000;
    private static final int METADATA_ROUNDS = 100;

    private SmallStatements() {}

    private interface Work {
        /** Returns how many rows there were. */
        int run() throws SQLException;
    }

    /** The arguments: the folder of the server's distribution, and a folder to write to. */
    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Path work = Files.createTempDirectory(Files.createDirectories(Path.of(args[1])), "small");
        Path distribution = Path.of(args[0]);
        Path config = Room.prepare(
                work,
                "SELECT n AS a, 'region ' || n % 20 AS d, n * 0.5::DOUBLE AS e, DATE '2024-10-04' AS g FROM range(1000) t(n)");
        try (ServerProcess server = Room.start(distribution, config, work)) {
            Room.setUp(server.address(), "a, d, e, g", tables());
        }
        try (ServerProcess server = Room.start(distribution, config, work)) {
            first("connect", () -> {
                Room.connect(server.address()).close();
                return 0;
            });
            try (Connection connection = Room.connect(server.address());
                    Statement statement = connection.createStatement()) {
                first("SELECT 1", () -> rows(statement.executeQuery("SELECT 1")));
                String sql = "SELECT d, COUNT(*) AS n FROM t00 WHERE d <> ? GROUP BY d";
                first("SELECT of a table", () -> rows(statement.executeQuery(sql.replace("?", "'region 1'"))));
                try (PreparedStatement prepared = connection.prepareStatement(sql)) {
                    prepared.setString(1, "region 3");
                    repeat("prepared SELECT", WARM_UPS, ROUNDS, () -> rows(prepared.executeQuery()));
                }
                repeat(
                        "getTables",
                        WARM_UPS,
                        METADATA_ROUNDS,
                        () -> rows(connection.getMetaData().getTables(null, null, "t%", null)));
                repeat(
                        "getColumns",
                        WARM_UPS,
                        METADATA_ROUNDS,
                        () -> rows(connection.getMetaData().getColumns(null, null, "t%", "%")));
            }
        }
    }

    private static String[] tables() {
        String[] names = new String[TABLES];
        Arrays.setAll(names, i -> String.format(Locale.ROOT, "t%02d", i));
        return names;
    }

    private static int rows(ResultSet result) throws SQLException {
        try (result) {
            int rows = 0;
            while (result.next()) {
                result.getString(1);
                rows++;
            }
            return rows;
        }
    }

    private static void first(String name, Work work) throws SQLException {
        long begin = System.nanoTime();
        work.run();
        System.out.printf(Locale.ROOT, "%-18s first %.0f ms%n", name, (System.nanoTime() - begin) / 1e6);
    }

    private static void repeat(String name, int warmUps, int rounds, Work work) throws SQLException {
        first(name, work);
        for (int i = 0; i < warmUps; i++) {
            work.run();
        }
        double[] millis = new double[rounds];
        int rows = 0;
        for (int i = 0; i < rounds; i++) {
            long begin = System.nanoTime();
            rows = work.run();
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-18s %d rows, %d times: least %.1f, median %.1f, p99 %.1f ms%n",
                name,
                rows,
                rounds,
                millis[0],
                millis[rounds / 2],
                millis[rounds * 99 / 100]);
    }
}
