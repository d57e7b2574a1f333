package io.cleanroom.jdbc;

import java.sql.SQLException;

/**
 * Carries an {@link SQLException} through those methods of Avatica that declare none.
 *
 * <p>It never reaches a caller of JDBC: Avatica's metadata calls throw a cause that is an {@code SQLException}, and our
 * own classes unwrap it with {@link Errors#visible}.
 */
final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RemoteFailure(SQLException error) {
        super(error.getMessage(), error, false, false);
    }
}
