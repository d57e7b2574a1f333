package io.cleanroom.jdbc;

import java.sql.SQLException;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.remote.Service;

/** What plain and prepared statements have in common: making handles, running, and reading the answer. */
final class Run {
    /** Makes the request for a handle. */
    interface RequestFor {
        Service.Request on(StatementHandle handle);
    }

    /** Makes a handle in place of one the server no longer has. */
    interface Renewal {
        StatementHandle renew() throws SQLException;
    }

    private Run() {}

    /**
     * Runs a statement and returns the first of its answers.
     *
     * <p>A server that no longer knows the handle has run nothing, so the statement is then sent once more under a new
     * one; in every other case it is sent once.
     */
    static Service.ResultSetResponse once(
            Execution execution, StatementHandle current, Renewal renewal, RequestFor request, int timeoutSeconds)
            throws SQLException {
        StatementHandle handle = execution.begin() ? renewal.renew() : current;
        Service.ExecuteResponse response = send(execution, handle, request, timeoutSeconds);
        if (response.missingStatement) {
            execution.throwIfCancelled(timeoutSeconds);
            handle = renewal.renew();
            response = send(execution, handle, request, timeoutSeconds);
        }
        if (response.missingStatement || response.results == null || response.results.isEmpty()) {
            throw Errors.of("the server answered without a result", Errors.INTERNAL);
        }
        return response.results.get(0);
    }

    private static Service.ExecuteResponse send(
            Execution execution, StatementHandle handle, RequestFor request, int timeoutSeconds) throws SQLException {
        return (Service.ExecuteResponse) execution.run(handle, request.on(handle), timeoutSeconds);
    }

    static SQLException noRows() {
        return Errors.of("the statement returns no rows; use executeUpdate or execute", "02000");
    }

    static SQLException rows() {
        return Errors.of("the statement returns rows; use executeQuery or execute", "0100E");
    }
}
