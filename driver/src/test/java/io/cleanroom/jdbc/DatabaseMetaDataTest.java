package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
class DatabaseMetaDataTest {
    private FakeServer server;
    private Connection connection;
    private DatabaseMetaData meta;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = new FakeServer();
        connection = server.connect("");
        meta = connection.getMetaData();
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @Test
    void tables_come_from_the_server_and_free_their_statement() throws SQLException {
        int before = server.calls.size();
        try (ResultSet tables = meta.getTables(null, null, "%", null)) {
            assertTrue(tables.next());
            assertEquals("retailer_purchase_events", tables.getString("TABLE_NAME"));
            assertEquals("owner retailco", tables.getString("REMARKS"));
            assertFalse(tables.next());
            assertEquals(
                    "[TablesRequest, CloseStatementRequest]",
                    server.calls.subList(before, server.calls.size()).toString());
        }
        assertEquals(before + 2, server.calls.size());
    }

    @Test
    void metadata_errors_are_the_servers_words() {
        SQLException refused = assertThrows(SQLException.class, () -> meta.getTables(null, null, "broken", null));
        assertEquals("you may not list tables", refused.getMessage());
        assertEquals("42501", refused.getSQLState());
        assertEquals(12, refused.getErrorCode());
    }

    @Test
    void keys_and_indexes_are_empty_and_cost_nothing() throws SQLException {
        int before = server.calls.size();
        assertFalse(meta.getPrimaryKeys(null, null, "t").next());
        assertFalse(meta.getIndexInfo(null, null, "t", false, true).next());
        ResultSet keys = meta.getImportedKeys(null, null, "t");
        assertEquals("PKTABLE_CAT", keys.getMetaData().getColumnLabel(1));
        assertEquals(14, keys.getMetaData().getColumnCount());
        keys.close();
        assertEquals(before, server.calls.size());
    }

    @Test
    void visible_tables_can_be_selected() throws SQLException {
        try (ResultSet privileges = meta.getTablePrivileges(null, null, "%")) {
            assertTrue(privileges.next());
            assertEquals("retailer_purchase_events", privileges.getString("TABLE_NAME"));
            assertEquals("SELECT", privileges.getString("PRIVILEGE"));
            assertEquals(FakeServer.USER, privileges.getString("GRANTEE"));
            assertEquals("NO", privileges.getString("IS_GRANTABLE"));
            assertFalse(privileges.next());
        }
    }

    @Test
    void client_info_is_the_application_name() throws SQLException {
        try (ResultSet info = meta.getClientInfoProperties()) {
            assertTrue(info.next());
            assertEquals("ApplicationName", info.getString("NAME"));
            assertEquals(128, info.getInt("MAX_LEN"));
            assertFalse(info.next());
        }
    }

    @Test
    void constants_are_true() throws SQLException {
        assertEquals("Cleanroom", meta.getDatabaseProductName());
        assertEquals("3.4.5", meta.getDatabaseProductVersion());
        assertEquals(3, meta.getDatabaseMajorVersion());
        assertEquals("Cleanroom JDBC driver", meta.getDriverName());
        assertEquals(Version.TEXT, meta.getDriverVersion());
        assertFalse(Version.TEXT.contains("$"));
        assertTrue(meta.storesLowerCaseIdentifiers());
        assertFalse(meta.storesUpperCaseIdentifiers());
        assertEquals("\"", meta.getIdentifierQuoteString());
        assertFalse(meta.supportsTransactions());
        assertFalse(meta.supportsBatchUpdates());
        assertEquals(EscapedFunctions.NUMERIC, meta.getNumericFunctions());
        assertEquals("LIMIT,OFFSET", meta.getSQLKeywords());
        assertFalse(meta.ownUpdatesAreVisible(ResultSet.TYPE_FORWARD_ONLY));
        assertTrue(meta.supportsResultSetHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
    }

    @Test
    void a_closed_connection_has_no_metadata() throws SQLException {
        connection.close();
        assertEquals(
                "08003",
                assertThrows(SQLException.class, () -> meta.getTables(null, null, null, null))
                        .getSQLState());
        assertEquals(
                "08003",
                assertThrows(SQLException.class, () -> meta.getStringFunctions())
                        .getSQLState());
    }
}
