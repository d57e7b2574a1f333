package io.cleanroom.jdbc;

import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.BuiltInConnectionProperty;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * A session of one user at one server.
 *
 * <p>The schema is the collaboration; there are no catalogs. {@link Switches} has what a session can be set to and {@link
 * PlainConnection} what it refuses.
 */
final class CleanroomConnection extends Switches {
    private static final Duration DEFAULT_VALIDATION = Duration.ofSeconds(30);

    private final CleanroomService service;
    private final Settings settings;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Warnings warnings = new Warnings();
    private final ClientInfo clientInfo;
    private @Nullable String schema;
    private boolean schemaKnown;

    private CleanroomConnection(
            UnregisteredDriver driver, AvaticaFactory factory, Settings settings, CleanroomService service) {
        super(driver, factory, settings.displayUrl(), avaticaProperties(settings));
        this.settings = settings;
        this.clientInfo = new ClientInfo(settings.applicationName());
        this.service = service;
        service.onNetworkTimeout(this::closeUnanswered);
        setService(service);
    }

    /** Opens a session at the server, or says why not (08001, 08004, 28000). */
    static CleanroomConnection open(UnregisteredDriver driver, AvaticaFactory factory, Settings settings)
            throws SQLException {
        CleanroomService service = new CleanroomService(transport(settings), settings.loginTimeout());
        CleanroomConnection connection = new CleanroomConnection(driver, factory, settings, service);
        Map<String, String> info = new HashMap<>();
        info.put("driver_version", Version.TEXT);
        info.put("temporal_precision", "6");
        info.put("heartbeat_seconds", Long.toString(Execution.HEARTBEAT.toSeconds()));
        if (settings.collaboration() != null) {
            info.put("collaboration", settings.collaboration());
        }
        if (settings.applicationName() != null) {
            info.put("application_name", settings.applicationName());
        }
        try {
            connection.meta.openConnection(connection.handle, info);
        } catch (RuntimeException e) {
            throw Errors.visible(e);
        }
        return connection;
    }

    /** On the module path, the module of Java's HTTP client is there only if somebody asks for it. */
    private static HttpTransport transport(Settings settings) throws SQLException {
        try {
            return new HttpTransport(settings);
        } catch (NoClassDefFoundError e) {
            throw Errors.of(
                    "module java.net.http is missing: add \"requires java.net.http\" to the program's module, or start"
                            + " Java with --add-modules java.net.http",
                    Errors.CANNOT_CONNECT,
                    e);
        }
    }

    /** Only what Avatica's classes read; secrets are not among it. */
    private static Properties avaticaProperties(Settings settings) {
        Properties properties = new Properties();
        properties.setProperty(
                BuiltInConnectionProperty.FETCH_SIZE.camelName(), Integer.toString(settings.fetchSize()));
        return properties;
    }

    CleanroomService service() {
        return service;
    }

    Settings settings() {
        return settings;
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw Errors.of("the connection is closed", Errors.NO_CONNECTION);
        }
    }

    // Statements

    @Override
    public AvaticaStatement createStatement(int type, int concurrency, int holdability) throws SQLException {
        checkOpen();
        checkKind(type, concurrency, holdability);
        return new CleanroomStatement(this, newHandle(), holdability);
    }

    /** Results are forward-only and read-only. JDBC wants a warning, not a failure, where a tool asks for more. */
    private void checkKind(int type, int concurrency, int holdability) throws SQLException {
        switch (type) {
            case ResultSet.TYPE_FORWARD_ONLY:
                break;
            case ResultSet.TYPE_SCROLL_INSENSITIVE:
            case ResultSet.TYPE_SCROLL_SENSITIVE:
                warnings.add("results are forward-only; a scrollable one was asked for", "01S02");
                break;
            default:
                throw Errors.of("not a result set type: " + type, Errors.BAD_VALUE);
        }
        switch (concurrency) {
            case ResultSet.CONCUR_READ_ONLY:
                break;
            case ResultSet.CONCUR_UPDATABLE:
                warnings.add("results are read-only; an updatable one was asked for", "01S02");
                break;
            default:
                throw Errors.of("not a result set concurrency: " + concurrency, Errors.BAD_VALUE);
        }
        checkHoldability(holdability);
    }

    private static void checkHoldability(int holdability) throws SQLException {
        if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw Errors.of("not a holdability: " + holdability, Errors.BAD_VALUE);
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        checkOpen();
        checkKind(type, concurrency, holdability);
        String translated = nativeSQL(sql);
        Meta.StatementHandle prepared = prepare(translated);
        return new CleanroomPreparedStatement(this, prepared, signature(prepared), translated, holdability);
    }

    private static Meta.Signature signature(Meta.StatementHandle prepared) throws SQLException {
        if (prepared.signature == null) {
            throw Errors.of("the server prepared the statement without describing it", Errors.INTERNAL);
        }
        return prepared.signature;
    }

    /** Prepares anew, for a statement whose handle the server no longer has. */
    Meta.StatementHandle prepare(String sql) throws SQLException {
        try {
            return meta.prepare(handle, sql, -1);
        } catch (RuntimeException e) {
            throw Errors.visible(e);
        }
    }

    Meta.StatementHandle newHandle() throws SQLException {
        try {
            return meta.createStatement(handle);
        } catch (RuntimeException e) {
            throw Errors.visible(e);
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        checkOpen();
        if (autoGeneratedKeys == Statement.NO_GENERATED_KEYS) {
            return prepareStatement(sql);
        }
        throw Errors.unsupported("generated keys");
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return prepareCall(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, getHoldability());
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return prepareCall(sql, type, concurrency, getHoldability());
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        checkOpen();
        checkKind(type, concurrency, holdability);
        String translated = nativeSQL(sql);
        Meta.StatementHandle prepared = prepare(translated);
        return new CleanroomCallableStatement(this, prepared, signature(prepared), translated, holdability);
    }

    /** The SQL that the server is sent: JDBC's escapes are translated, everything else stays as it is. */
    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        if (sql == null) {
            throw Errors.of("there is no SQL to run", Errors.BAD_VALUE);
        }
        return Escapes.translate(sql);
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return warnings.first();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings.clear();
    }

    /**
     * Turns the answer of a metadata call into a result set whose statement closes with it. Where all rows have come, the
     * server need not keep its side: tools often forget to close such results.
     */
    @Override
    protected ResultSet createResultSet(Meta.MetaResultSet rows, QueryState state) throws SQLException {
        boolean complete = rows.firstFrame != null && rows.firstFrame.done;
        if (complete && rows.statementId != ServerMeta.LOCAL) {
            try {
                meta.closeStatement(new Meta.StatementHandle(id, rows.statementId, null));
            } catch (RuntimeException e) {
                throw Errors.visible(e);
            }
        }
        Meta.StatementHandle owner = new Meta.StatementHandle(id, complete ? ServerMeta.LOCAL : rows.statementId, null);
        CleanroomStatement statement = new CleanroomStatement(this, owner, getHoldability());
        return statement.showOwned(rows.signature, rows.firstFrame);
    }

    // Life

    @Override
    public boolean isValid(int timeout) throws SQLException {
        if (timeout < 0) {
            throw Errors.of("the timeout must be >= 0. Provided value: " + timeout, Errors.BAD_VALUE);
        }
        if (isClosed()) {
            return false;
        }
        try {
            service.call(
                    new Service.ConnectionSyncRequest(id, new ConnectionPropertiesImpl()),
                    timeout == 0 ? DEFAULT_VALIDATION : Duration.ofSeconds(timeout));
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public boolean isClosed() {
        // Null while Avatica's constructor runs.
        return closed != null && closed.get();
    }

    /** Ends the session; a server that cannot be told will find out by itself. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closeRemotely();
        }
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw Errors.of("abort needs an executor", Errors.BAD_VALUE);
        }
        if (closed.compareAndSet(false, true)) {
            executor.execute(this::closeRemotely);
        }
    }

    /** A call was not answered within the network timeout: JDBC wants the connection closed then. */
    private void closeUnanswered() {
        if (closed.compareAndSet(false, true)) {
            service.tell(new Service.CloseConnectionRequest(id));
            service.end();
        }
    }

    private void closeRemotely() {
        try {
            meta.closeConnection(handle);
        } catch (RemoteFailure e) {
            // Closing must succeed when the server has gone, and there is nobody to act on its refusal.
            return;
        } finally {
            service.end();
        }
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        checkOpen();
        if (milliseconds < 0) {
            throw Errors.of("the timeout must be >= 0. Provided value: " + milliseconds, Errors.BAD_VALUE);
        }
        service.networkTimeout(Duration.ofMillis(milliseconds));
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        checkOpen();
        return (int) service.networkTimeout().toMillis();
    }

    // State

    /** Switches to another collaboration, once the server has agreed. */
    @Override
    public void setSchema(String schema) throws SQLException {
        checkOpen();
        if (schema == null || schema.isEmpty()) {
            throw Errors.of("the name of a collaboration is missing", Errors.BAD_VALUE);
        }
        remember(new ConnectionPropertiesImpl().setSchema(schema));
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        checkOpen();
        if (!schemaKnown) {
            remember(new ConnectionPropertiesImpl());
        }
        return schema;
    }

    private void remember(Meta.ConnectionProperties wanted) throws SQLException {
        try {
            String answer = meta.connectionSync(handle, wanted).getSchema();
            String asked = wanted.getSchema() == null ? settings.collaboration() : wanted.getSchema();
            schema = answer == null ? asked : answer;
            schemaKnown = true;
        } catch (RuntimeException e) {
            throw Errors.visible(e);
        }
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        return clientInfo.all();
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        checkOpen();
        return clientInfo.get(name);
    }

    /** As JDBC has it, a property that does not exist is a warning. */
    @Override
    public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        if (isClosed()) {
            throw new SQLClientInfoException(
                    "the connection is closed",
                    Errors.NO_CONNECTION,
                    Collections.singletonMap(String.valueOf(name), ClientInfoStatus.REASON_UNKNOWN));
        }
        if (!ClientInfo.has(name)) {
            warnings.add("there is no client info " + name + "; there is " + ClientInfo.APPLICATION_NAME, "01S00");
            return;
        }
        if (!clientInfo.setApplicationName(value)) {
            warnings.add(ClientInfo.APPLICATION_NAME + " was cut to " + ClientInfo.LONGEST + " characters", "01004");
        }
        service.applicationName(clientInfo.get(ClientInfo.APPLICATION_NAME));
    }

    /** Whatever is not among the properties is cleared. */
    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        setClientInfo(ClientInfo.APPLICATION_NAME, null);
        if (properties != null) {
            for (String name : properties.stringPropertyNames()) {
                setClientInfo(name, properties.getProperty(name));
            }
        }
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        checkOpen();
        checkHoldability(holdability);
        super.setHoldability(holdability);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type == Connection.class || type.isInstance(this)) {
            return type.cast(this);
        }
        throw Errors.of("the connection is no " + type.getName(), Errors.UNSUPPORTED);
    }
}
