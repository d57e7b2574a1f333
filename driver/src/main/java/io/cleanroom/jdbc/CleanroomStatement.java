package io.cleanroom.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.AvaticaUtils;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/** Runs SQL text; see {@link Execution} for how a run ends. */
final class CleanroomStatement extends AvaticaStatement {
    private final Execution execution;
    private final ForgottenStatements.Watched watched;
    private int queryTimeout;
    private boolean escapeProcessing = true;
    private boolean poolable;

    CleanroomStatement(CleanroomConnection connection, Meta.@Nullable StatementHandle handle, int holdability) {
        super(connection, handle, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
        this.execution = new Execution(connection.service());
        this.queryTimeout = connection.settings().queryTimeout();
        this.updateCount = -1;
        // Avatica's map would keep it alive when the program has forgotten it.
        connection.statementMap.remove(this.handle.id);
        this.watched = ForgottenStatements.watch(execution, connection.service(), this.handle);
    }

    private CleanroomConnection cleanroom() {
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

    @Override
    protected void executeInternal(String sql) throws SQLException {
        if (sql == null) {
            throw Errors.of("there is no SQL to run", Errors.BAD_VALUE);
        }
        closeResult();
        String text = escapeProcessing ? Escapes.translate(sql) : sql;
        long maxRows = getLargeMaxRows();
        int firstFrame = AvaticaUtils.toSaturatedInt(maxRows == 0 ? getFetchSize() : Math.min(getFetchSize(), maxRows));
        Service.ResultSetResponse answer = Run.once(
                execution,
                handle,
                this::renew,
                h -> new Service.PrepareAndExecuteRequest(
                        h.connectionId, h.id, text, maxRows == 0 ? -1 : maxRows, firstFrame),
                queryTimeout);
        if (answer.updateCount != -1) {
            updateCount = answer.updateCount;
        } else {
            show(answer.signature, answer.firstFrame);
        }
    }

    private Meta.StatementHandle renew() throws SQLException {
        handle = cleanroom().newHandle();
        watched.renewed(handle);
        return handle;
    }

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

    private void show(Meta.Signature signature, Meta.@Nullable Frame firstFrame) throws SQLException {
        setSignature(signature);
        List<ResultType> columns = ResultType.of(signature.columns, cleanroom());
        FrameCursor frames = new FrameCursor(
                execution, handle, firstFrame, columns, getFetchSize(), getLargeMaxRows(), queryTimeout);
        CleanroomResultSet rows = new CleanroomResultSet(this, signature, frames);
        rows.execute();
        openResultSet = rows;
    }

    /** Shows rows that came without running SQL; the statement closes with them. */
    ResultSet showOwned(Meta.Signature signature, Meta.@Nullable Frame firstFrame) throws SQLException {
        execution.begin();
        show(signature, firstFrame);
        closeOnCompletion();
        return openResultSet;
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        checkOpen();
        executeInternal(sql);
        if (openResultSet == null) {
            throw Run.noRows();
        }
        return openResultSet;
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        checkOpen();
        executeInternal(sql);
        return openResultSet != null;
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        checkOpen();
        executeInternal(sql);
        if (openResultSet != null) {
            closeResult();
            throw Run.rows();
        }
        return updateCount;
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
        escapeProcessing = enable;
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

    // What there is not

    @Override
    public void addBatch(String sql) throws SQLException {
        throw Errors.unsupported("batches");
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        throw Errors.unsupported("batches");
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        StatementSettings.checkNoGeneratedKeys(autoGeneratedKeys);
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        StatementSettings.checkNoGeneratedKeys(autoGeneratedKeys);
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        StatementSettings.checkNoGeneratedKeys(autoGeneratedKeys);
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw Errors.of("the statement is no " + type.getName(), Errors.UNSUPPORTED);
    }
}
