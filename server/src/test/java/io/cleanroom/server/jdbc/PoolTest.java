package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HikariCP with its default settings. */
@Timeout(180)
class PoolTest {
    private static HikariConfig config(RetailServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url(RetailServer.COLLABORATION));
        config.setUsername(RetailServer.ADA);
        config.setPassword(server.password());
        return config;
    }

    private static long count(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) AS n FROM purchases")) {
            assertTrue(rows.next());
            return rows.getLong("n");
        }
    }

    @Test
    void defaultsWork() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource(config(RetailServer.shared()))) {
            for (int i = 0; i < 20; i++) {
                assertEquals(1200, count(pool));
            }
            assertThrows(SQLException.class, () -> {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("SELECT hashed_email FROM purchases");
                }
            });
            assertEquals(1200, count(pool));
        }
    }

    @Test
    void whatPoolsSetIsPutBack() throws SQLException {
        HikariConfig config = config(RetailServer.shared());
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setSchema(RetailServer.COLLABORATION);
        config.setKeepaliveTime(30_000);
        config.setConnectionTestQuery("SELECT 1");
        config.setConnectionInitSql("SELECT 1");
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection connection = pool.getConnection()) {
                connection.setSchema("system");
                connection.setReadOnly(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            }
            try (Connection connection = pool.getConnection()) {
                assertEquals(RetailServer.COLLABORATION, connection.getSchema());
                assertTrue(connection.isReadOnly());
                assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
            }
            assertEquals(1200, count(pool));
        }
    }

    @Test
    void healsAfterTheServerWasRestarted() throws SQLException, IOException, InterruptedException {
        try (RetailServer server = RetailServer.fresh();
                HikariDataSource pool = new HikariDataSource(config(server))) {
            assertEquals(1200, count(pool));
            server.restart();
            for (int i = 0; i < 15; i++) {
                assertEquals(1200, count(pool));
            }
        }
    }
}
