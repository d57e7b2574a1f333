package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates through CallableStatement. */
class CallTest {
    /** Half of 300 people see the summer campaign, and those buy books or toys by the parity of their number. */
    private static String rows(CallableStatement call) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (ResultSet rows = call.executeQuery()) {
            assertEquals("people", rows.getMetaData().getColumnLabel(2));
            while (rows.next()) {
                text.append(rows.getString("category"))
                        .append(' ')
                        .append(rows.getLong("people"))
                        .append(';');
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{call weekly(?, ?)}",
                "CALL weekly(?, ?)",
                "{ call retail.weekly ( ?, ? ) }",
                "CALL weekly(since => ?, campaign_id => ?)",
                "{call \"weekly\"(campaign_id => ?, since => ?)}",
            })
    void parametersByName(String sql) throws SQLException {
        try (Connection connection = RetailServer.shared().connect();
                CallableStatement call = connection.prepareCall(sql)) {
            call.setString("CAMPAIGN_ID", "summer");
            call.setObject("since", LocalDate.of(2026, 7, 1));
            assertEquals("toys 150;", rows(call));
            call.setDate("since", Date.valueOf("2027-01-01"));
            assertEquals("", rows(call));
        }
    }

    @Test
    void parametersByNumberAndLiterals() throws SQLException {
        try (Connection connection = RetailServer.shared().connect()) {
            try (CallableStatement call = connection.prepareCall("{call weekly(?, {d '2026-07-01'})}")) {
                call.setString(1, "winter");
                assertTrue(call.execute());
                try (ResultSet rows = call.getResultSet()) {
                    assertTrue(rows.next());
                    assertEquals("books", rows.getString(1));
                }
                SQLException literal = assertThrows(SQLException.class, () -> call.setObject("since", LocalDate.EPOCH));
                assertEquals("07009", literal.getSQLState());
                SQLException unknown = assertThrows(SQLException.class, () -> call.setString("person", "x"));
                assertEquals("07009", unknown.getSQLState());
                assertEquals(
                        "template weekly has no parameter person; it has campaign_id, since", unknown.getMessage());
            }
            try (CallableStatement call = connection.prepareCall("{call weekly('summer', DATE '2026-07-01')}")) {
                assertEquals("toys 150;", rows(call));
            }
        }
    }

    @Test
    void parametersHaveTheTemplatesTypes() throws SQLException {
        try (Connection connection = RetailServer.shared().connect();
                CallableStatement call = connection.prepareCall("{call weekly(?, ?)}")) {
            ParameterMetaData parameters = call.getParameterMetaData();
            assertEquals(2, parameters.getParameterCount());
            assertEquals(Types.VARCHAR, parameters.getParameterType(1));
            assertEquals(50, parameters.getPrecision(1));
            assertEquals("java.sql.Date", parameters.getParameterClassName(2));
            assertEquals(ParameterMetaData.parameterModeIn, parameters.getParameterMode(2));
            assertEquals(
                    "07009",
                    assertThrows(SQLException.class, () -> parameters.getParameterType(3))
                            .getSQLState());
        }
    }

    @Test
    void outParametersAndReturnValuesAreRefused() throws SQLException {
        try (Connection connection = RetailServer.shared().connect();
                CallableStatement call = connection.prepareCall("{call weekly(?, ?)}")) {
            assertThrows(SQLFeatureNotSupportedException.class, () -> call.registerOutParameter(1, Types.VARCHAR));
            SQLException refused = assertThrows(SQLFeatureNotSupportedException.class, () -> call.getString(1));
            assertEquals(
                    "Cleanroom does not support OUT parameters; a template answers with rows, read them with executeQuery",
                    refused.getMessage());
            assertThrows(
                    SQLFeatureNotSupportedException.class, () -> connection.prepareCall("{? = call weekly(?, ?)}"));
        }
    }

    @Test
    void anUnknownTemplateAndAMissingValueSaySo() throws SQLException {
        try (Connection connection = RetailServer.shared().connect();
                CallableStatement call = connection.prepareCall("{call weekly(?, ?)}")) {
            call.setString(1, "summer");
            assertEquals(
                    "07001",
                    assertThrows(SQLException.class, call::executeQuery).getSQLState());
            SQLException unknown = assertThrows(SQLException.class, () -> connection.prepareCall("{call monthly(?)}"));
            assertEquals("42883", unknown.getSQLState());
            assertEquals(
                    "analysis template monthly does not exist (line 1, column 6)",
                    String.valueOf(unknown.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
