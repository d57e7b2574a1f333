package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HikariTest {
    private static HikariDataSource pool(FakeServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url("retail_attribution"));
        config.setUsername(FakeServer.USER);
        config.setPassword(FakeServer.PASSWORD);
        config.setMaximumPoolSize(2);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }

    private static long one(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("rows 2")) {
            assertTrue(rows.next());
            assertTrue(rows.next());
            return rows.getLong(1);
        }
    }

    @Test
    void heals_after_the_server_forgot_its_connections() throws Exception {
        try (FakeServer server = new FakeServer();
                HikariDataSource pool = pool(server)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(1, one(pool));
            }
            server.meta.opened.clear();
            // A connection used within the last half second is handed out unchecked.
            TimeUnit.MILLISECONDS.sleep(700);
            for (int i = 0; i < 10; i++) {
                assertEquals(1, one(pool));
            }
        }
    }

    @Test
    void a_refusal_does_not_cost_a_connection() throws Exception {
        try (FakeServer server = new FakeServer();
                HikariDataSource pool = pool(server)) {
            for (int i = 0; i < 5; i++) {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    assertEquals(
                            "42501",
                            assertThrows(SQLException.class, () -> statement.execute("fail 42501 1001 no"))
                                    .getSQLState());
                }
            }
            assertTrue(server.meta.opened.size() <= 2);
        }
    }
}
