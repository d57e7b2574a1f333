package io.cleanroom.server.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** From the statement to its last value, which is what a client waits for. */
final class Clock {
    private Clock() {}

    static double millis(Connection connection, String sql) throws SQLException {
        long begin = System.nanoTime();
        rows(connection, sql);
        return since(begin);
    }

    static double since(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Reads every value; the number of rows. */
    static long rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int width = rows.getMetaData().getColumnCount();
            long count = 0;
            while (rows.next()) {
                for (int i = 1; i <= width; i++) {
                    rows.getObject(i);
                }
                count++;
            }
            return count;
        }
    }
}
