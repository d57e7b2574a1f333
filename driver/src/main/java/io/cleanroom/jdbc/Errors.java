package io.cleanroom.jdbc;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.jspecify.annotations.Nullable;

/** Makes every {@link SQLException} of this driver: the class follows the SQLState, the message is left as it is. */
final class Errors {
    static final String CANNOT_CONNECT = "08001";
    static final String NO_CONNECTION = "08003";
    static final String NOT_ALLOWED_TO_CONNECT = "08004";
    static final String CONNECTION_LOST = "08006";
    static final String NOT_AUTHENTICATED = "28000";
    static final String CANCELLED = "57014";
    static final String UNSUPPORTED = "0A000";
    static final String BAD_VALUE = "22023";
    static final String BAD_CURSOR = "24000";
    static final String INTERNAL = "XX000";

    private Errors() {}

    static SQLException of(String message, String state) {
        return of(message, state, null);
    }

    static SQLException of(String message, String state, @Nullable Throwable cause) {
        return of(message, state, VendorCodes.of(state), cause);
    }

    static SQLException of(String message, String state, int code, @Nullable Throwable cause) {
        switch (state) {
            case CANCELLED:
                return new SQLTimeoutException(message, state, code, cause);
            case CONNECTION_LOST:
                return new SQLTransientConnectionException(message, state, code, cause);
            default:
                break;
        }
        switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08":
                return new SQLNonTransientConnectionException(message, state, code, cause);
            case "0A":
                return new SQLFeatureNotSupportedException(message, state, code, cause);
            case "22":
                return new SQLDataException(message, state, code, cause);
            case "23":
                return new SQLIntegrityConstraintViolationException(message, state, code, cause);
            case "28":
                return new SQLInvalidAuthorizationSpecException(message, state, code, cause);
            case "40":
                return new SQLTransactionRollbackException(message, state, code, cause);
            case "42":
                return new SQLSyntaxErrorException(message, state, code, cause);
            case "53":
                return new SQLTransientException(message, state, code, cause);
            default:
                return new SQLException(message, state, code, cause);
        }
    }

    /** The exception for the server's own error, word for word. */
    static SQLException of(ErrorResponse error) {
        String state = error.sqlState;
        boolean stateless = state == null || state.isEmpty() || state.equals(ErrorResponse.UNKNOWN_SQL_STATE);
        if (stateless && error.errorCode == ErrorResponse.MISSING_CONNECTION_ERROR_CODE) {
            return of(
                    error.errorMessage == null ? "the server no longer knows this connection" : error.errorMessage,
                    NO_CONNECTION);
        }
        String message = error.errorMessage == null ? "the server gave no reason" : error.errorMessage;
        return of(message, stateless ? INTERNAL : state, error.errorCode, null);
    }

    static SQLException unsupported(String what) {
        return of("Cleanroom does not support " + what, UNSUPPORTED);
    }

    /** What a caller of JDBC may see of a failure: an {@link SQLException} as it is, anything else as XX000. */
    static SQLException visible(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException) {
                return (SQLException) t;
            }
        }
        return of("unexpected failure in the driver: " + failure, INTERNAL, failure);
    }
}
