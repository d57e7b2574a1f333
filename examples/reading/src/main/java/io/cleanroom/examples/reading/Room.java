package io.cleanroom.examples.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A Cleanroom server with one member, one room, and tables that are all the same file. */
final class Room {
    static final String USER = "factco/ann";
    static final String PASSWORD = "a long password for reading";

    private Room() {}

    /** Writes the file, with the rows of a query of DuckDB, and the server's configuration, whose path is returned. */
    static Path prepare(Path work, String rows) throws IOException, SQLException {
        Path password = Files.writeString(work.resolve("operator-password"), PASSWORD + "\n");
        Path files = Files.createDirectories(work.resolve("files/factco"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (" + rows + ") TO '" + files.resolve("facts.parquet") + "' (FORMAT PARQUET)");
        }
        return Files.writeString(
                work.resolve("cleanroom.yaml"),
                "listen: 127.0.0.1:0\ndata_dir: " + work.resolve("state") + "\ndata_root: " + work.resolve("files")
                        + "\noperator_password_file: " + password + "\n");
    }

    /** A query of the table {@code facts} as DuckDB runs it over the file. */
    static String query(Path work, String sql) {
        return sql.replace("FROM facts", "FROM '" + work.resolve("files/factco/facts.parquet") + "'");
    }

    static ServerProcess start(Path distribution, Path config, Path work) throws IOException, InterruptedException {
        return ServerProcess.start(
                work.resolve("cleanroom.log"),
                "cleanroom listening on http://",
                distribution.resolve("bin/cleanroom-server").toString(),
                "--config",
                config.toString());
    }

    /** On a server that was never started before; every column is a dimension, and there is no minimum. */
    static void setUp(String address, String columns, String... tables) throws SQLException {
        run(
                DriverManager.getConnection("jdbc:cleanroom://" + address + "/", "operator", PASSWORD),
                List.of(
                        "CREATE MEMBER factco DATA LOCATION 'factco' RESULT LOCATION 'results/factco'",
                        "CREATE USER \"" + USER + "\" ROLE ADMIN, ANALYST PASSWORD '" + PASSWORD + "'"));
        List<String> definitions = new ArrayList<>();
        definitions.add("CREATE COLLABORATION fact_room (MEMBER factco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))");
        for (String table : tables) {
            definitions.add("CREATE CONFIGURED TABLE " + table + " FROM 'facts.parquet' FORMAT PARQUET");
            definitions.add("ALTER CONFIGURED TABLE " + table + " SET ANALYSIS RULE AGGREGATION (DIMENSION COLUMNS ("
                    + columns + "), AGGREGATE COLUMNS (COUNT(*)), WITHOUT MINIMUM)");
            definitions.add("ASSOCIATE CONFIGURED TABLE " + table + " WITH COLLABORATION fact_room");
        }
        run(DriverManager.getConnection("jdbc:cleanroom://" + address + "/", USER, PASSWORD), definitions);
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static Connection connect(String address) throws SQLException {
        return DriverManager.getConnection("jdbc:cleanroom://" + address + "/fact_room", USER, PASSWORD);
    }
}
