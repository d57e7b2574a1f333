package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees when the network, or a load balancer in it, fails: 08006 or nothing at all, and never an endless wait. */
@Timeout(180)
class UnreliableNetworkTest {
    private static final int ROWS = 200_000;

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = LiveServer.start(folder);
        WideRoom.open(server, folder, ROWS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int port() {
        return java.net.URI.create(server.url().substring("jdbc:".length())).getPort();
    }

    private static String url(Proxy proxy) {
        return "jdbc:cleanroom://127.0.0.1:" + proxy.port() + "/" + WideRoom.ROOM;
    }

    private static Connection connect(Proxy proxy) throws SQLException {
        return DriverManager.getConnection(url(proxy), WideRoom.USER, WideRoom.PASSWORD);
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) AS n FROM wide")) {
            assertTrue(rows.next());
            return rows.getLong("n");
        }
    }

    private static void assertLost(SQLException thrown) {
        assertEquals("08006", thrown.getSQLState(), thrown.toString());
        assertTrue(thrown instanceof SQLTransientConnectionException, thrown.toString());
    }

    private static void assertCannotConnect(SQLException thrown) {
        assertEquals("08001", thrown.getSQLState(), thrown.toString());
        assertTrue(thrown instanceof SQLNonTransientConnectionException, thrown.toString());
    }

    @Test
    void anIdleConnectionOutlivesItsSocket() throws SQLException, IOException {
        try (Proxy proxy = new Proxy(port());
                Connection connection = connect(proxy)) {
            assertEquals(ROWS, count(connection));
            proxy.drop();
            assertTrue(connection.isValid(5));
            assertEquals(ROWS, count(connection));
        }
    }

    @Test
    void aResultThatIsCutOffEndsWithAnErrorAndNeverShort() throws SQLException, IOException {
        try (Proxy proxy = new Proxy(port());
                Connection connection = connect(proxy);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WideRoom.EVERYTHING)) {
            for (int i = 0; i < 100; i++) {
                assertTrue(rows.next());
            }
            proxy.leadTo(1);
            proxy.drop();
            assertLost(assertThrows(SQLException.class, () -> {
                while (rows.next()) {
                    rows.getLong(1);
                }
            }));
        }
    }

    @Test
    void nobodyAtTheOtherEndIsAnErrorAtOnce() throws SQLException, IOException {
        try (Proxy proxy = new Proxy(port());
                Connection connection = connect(proxy)) {
            proxy.leadTo(1);
            proxy.drop();
            assertFalse(connection.isValid(5));
            assertLost(assertThrows(SQLException.class, () -> count(connection)));
            assertCannotConnect(assertThrows(SQLException.class, () -> connect(proxy)));
        }
    }

    @Test
    void silenceEndsWithTheNetworkTimeout() throws SQLException, IOException {
        try (Proxy proxy = new Proxy(port());
                Connection connection = connect(proxy)) {
            connection.setNetworkTimeout(Runnable::run, 1_500);
            proxy.silent(true);
            assertLost(assertThrows(SQLException.class, () -> count(connection)));
        }
    }

    @Test
    @Timeout(40)
    void silenceEndsIsValidAndLoginAndCloseInTheirTime() throws SQLException, IOException {
        try (Proxy proxy = new Proxy(port());
                Connection connection = connect(proxy)) {
            proxy.silent(true);
            assertFalse(connection.isValid(2));
            assertCannotConnect(assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(
                            url(proxy) + "?login_timeout=2", WideRoom.USER, WideRoom.PASSWORD)));
        }
    }

    @Test
    void aPoolReplacesWhatWasLost() throws SQLException, IOException {
        try (Proxy proxy = new Proxy(port())) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url(proxy));
            config.setUsername(WideRoom.USER);
            config.setPassword(WideRoom.PASSWORD);
            config.setMaximumPoolSize(2);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                for (int i = 0; i < 3; i++) {
                    try (Connection connection = pool.getConnection()) {
                        assertEquals(ROWS, count(connection));
                    }
                    proxy.drop();
                }
                proxy.leadTo(1);
                proxy.drop();
                try (Connection connection = pool.getConnection()) {
                    assertLost(assertThrows(SQLException.class, () -> count(connection)));
                } catch (SQLException e) {
                    // The pool itself found it lost.
                    assertTrue(e instanceof SQLTransientConnectionException, e.toString());
                }
                proxy.leadTo(port());
                try (Connection connection = pool.getConnection()) {
                    assertEquals(ROWS, count(connection));
                }
            }
        }
    }
}
