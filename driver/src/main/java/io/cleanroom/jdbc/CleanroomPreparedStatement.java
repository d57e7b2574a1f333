package io.cleanroom.jdbc;

import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaUtils;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/** Runs SQL prepared by the server; see {@link Execution} for how a run ends and {@link Parameters} for values. */
class CleanroomPreparedStatement extends ParameterSetters {
    private final Execution execution;
    private final String sql;
    private final ForgottenStatements.Watched watched;
    private int queryTimeout;
    private boolean poolable = true;

    CleanroomPreparedStatement(
            CleanroomConnection connection,
            Meta.StatementHandle handle,
            Meta.Signature signature,
            String sql,
            int holdability)
            throws SQLException {
        super(connection, handle, signature, holdability);
        this.execution = new Execution(connection.service());
        this.sql = sql;
        this.queryTimeout = connection.settings().queryTimeout();
        this.updateCount = -1;
        // Avatica's map would keep it alive when the program has forgotten it.
        connection.statementMap.remove(this.handle.id);
        this.watched = ForgottenStatements.watch(execution, connection.service(), this.handle);
    }

    final CleanroomConnection cleanroom() {
        return (CleanroomConnection) connection;
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw Errors.of("the statement is closed", Errors.BAD_CURSOR);
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || connection.isClosed();
    }
    // Running

    private void run() throws SQLException {
        checkOpen();
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == null) {
                throw Errors.of("parameter " + (i + 1) + " of " + slots.length + " has no value", "07001");
            }
        }
        closeResult();
        long maxRows = getLargeMaxRows();
        int firstFrame = AvaticaUtils.toSaturatedInt(maxRows == 0 ? getFetchSize() : Math.min(getFetchSize(), maxRows));
        Service.ResultSetResponse answer = Run.once(
                execution,
                handle,
                this::renew,
                h -> new Service.ExecuteRequest(
                        new Meta.StatementHandle(h.connectionId, h.id, null), copyParameterValues(), firstFrame),
                queryTimeout);
        if (answer.updateCount != -1) {
            updateCount = answer.updateCount;
        } else {
            Meta.Signature signature = answer.signature == null ? getSignature() : answer.signature;
            List<ResultType> columns = ResultType.of(signature.columns, cleanroom());
            FrameCursor frames = new FrameCursor(
                    execution, handle, answer.firstFrame, columns, getFetchSize(), maxRows, queryTimeout);
            CleanroomResultSet rows = new CleanroomResultSet(this, signature, frames);
            rows.execute();
            openResultSet = rows;
        }
    }

    private Meta.StatementHandle renew() throws SQLException {
        handle = cleanroom().prepare(sql);
        watched.renewed(handle);
        return handle;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        run();
        if (openResultSet == null) {
            throw Run.noRows();
        }
        return openResultSet;
    }

    @Override
    public boolean execute() throws SQLException {
        run();
        return openResultSet != null;
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        run();
        if (openResultSet != null) {
            closeResult();
            throw Run.rows();
        }
        return updateCount;
    }

    /** The columns the rows will have; null for a statement without rows. */
    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return getSignature().columns.isEmpty() ? null : super.getMetaData();
    }

    /** What the server warns of in the latest run; it came with the answer, so that asking costs nothing. */
    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return execution.warnings().first();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        execution.warnings().clear();
    }

    // Parameters

    @Override
    void set(int index, TypedValue value) throws SQLException {
        checkOpen();
        getParameter(index);
        slots[index - 1] = value;
    }

    @Override
    protected AvaticaParameter getParameter(int index) throws SQLException {
        if (index < 1 || index > slots.length) {
            throw Errors.of("there is no parameter " + index + "; the statement has " + slots.length, "07009");
        }
        return super.getParameter(index);
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new ParametersMetaData(getSignature().parameters);
    }

    // Life

    private void closeResult() {
        AvaticaResultSet previous = openResultSet;
        openResultSet = null;
        updateCount = -1;
        if (previous != null) {
            boolean completion = closeOnCompletion;
            closeOnCompletion = false;
            previous.close();
            closeOnCompletion = completion;
        }
    }

    /** Not synchronized: it must get through while another thread runs the statement. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void cancel() throws SQLException {
        checkOpen();
        execution.cancel();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() throws SQLException {
        close_();
    }

    @Override
    protected void close_() {
        execution.closing();
        watched.closed();
        try {
            super.close_();
        } catch (RemoteFailure e) {
            // The statement is closed on this side; a server that could not be told lets it expire.
            openResultSet = null;
        }
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        if (current != Statement.CLOSE_CURRENT_RESULT) {
            throw Errors.unsupported("several open results of one statement");
        }
        closeResult();
        return false;
    }

    // Settings

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        StatementSettings.checkQueryTimeout(seconds);
        queryTimeout = seconds;
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        checkOpen();
        return queryTimeout;
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        super.setFetchSize(
                StatementSettings.fetchSize(rows, cleanroom().settings().fetchSize()));
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        StatementSettings.checkFetchDirection(direction);
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public void setLargeMaxRows(long maxRowCount) throws SQLException {
        checkOpen();
        super.setLargeMaxRows(StatementSettings.maxRows(maxRowCount));
    }

    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        checkOpen();
        StatementSettings.checkMaxFieldSize(max);
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
    }

    @Override
    public void setPoolable(boolean poolable) throws SQLException {
        checkOpen();
        this.poolable = poolable;
    }

    @Override
    public boolean isPoolable() throws SQLException {
        checkOpen();
        return poolable;
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        checkOpen();
    }

    @Override
    public String enquoteIdentifier(String identifier, boolean alwaysQuote) throws SQLException {
        return Identifiers.enquote(identifier, alwaysQuote);
    }

    @Override
    public boolean isSimpleIdentifier(String identifier) {
        return Identifiers.isSimple(identifier);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw Errors.of("the statement is no " + type.getName(), Errors.UNSUPPORTED);
    }
}
