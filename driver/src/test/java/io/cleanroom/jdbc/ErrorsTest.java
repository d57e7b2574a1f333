package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.sql.SQLException;
import java.util.Collections;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
    private static SQLException received(@Nullable String message, int code, @Nullable String state) {
        return Errors.of(new ErrorResponse(
                Collections.singletonList("a stack trace"), message, code, state, AvaticaSeverity.ERROR, null));
    }

    @ParameterizedTest
    @CsvSource({
        "42501, java.sql.SQLSyntaxErrorException",
        "42P01, java.sql.SQLSyntaxErrorException",
        "28000, java.sql.SQLInvalidAuthorizationSpecException",
        "22023, java.sql.SQLDataException",
        "0A000, java.sql.SQLFeatureNotSupportedException",
        "57014, java.sql.SQLTimeoutException",
        "08003, java.sql.SQLNonTransientConnectionException",
        "08004, java.sql.SQLNonTransientConnectionException",
        "08006, java.sql.SQLTransientConnectionException",
        "53300, java.sql.SQLTransientException",
        "55000, java.sql.SQLException",
        "XX000, java.sql.SQLException",
    })
    void the_class_follows_the_state(String state, String type) {
        SQLException error = received("[k-threshold] says no", 1001, state);
        assertEquals(type, error.getClass().getName());
        assertEquals("[k-threshold] says no", error.getMessage());
        assertEquals(state, error.getSQLState());
        assertEquals(1001, error.getErrorCode());
    }

    @Test
    void a_server_without_a_state_has_failed() {
        assertEquals("XX000", received("oops", -1, "00000").getSQLState());
        assertEquals("XX000", received(null, -1, null).getSQLState());
        assertEquals("the server gave no reason", received(null, -1, null).getMessage());
    }

    @Test
    void a_missing_connection_is_one() {
        SQLException error = received(null, ErrorResponse.MISSING_CONNECTION_ERROR_CODE, "00000");
        assertEquals("08003", error.getSQLState());
    }

    @Test
    void finds_the_sql_exception_inside() {
        SQLException error = Errors.of("x", "42501");
        assertSame(error, Errors.visible(new IllegalStateException(new RemoteFailure(error))));
        assertEquals("XX000", Errors.visible(new IllegalStateException("y")).getSQLState());
    }
}
