package io.cleanroom.jdbc;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The calls that Avatica's client classes make, sent to the server as they are and never repeated.
 *
 * <p>Running statements is not among them: {@link Execution} does that. A metadata call that the protocol does not carry
 * answers with no rows, made here without asking the server.
 */
final class ServerMeta extends MetaImpl {
    /** Statement id of result sets that exist only on this side. */
    static final int LOCAL = -1;

    private @Nullable Map<DatabaseProperty, Object> databaseProperties;

    ServerMeta(AvaticaConnection connection) {
        super(connection);
    }

    /** Asked for at each call, because Avatica makes this object before the connection has its service. */
    private Service service() {
        if (((CleanroomConnection) connection).isClosed()) {
            throw new RemoteFailure(Errors.of("the connection is closed", Errors.NO_CONNECTION));
        }
        return connection.getService();
    }

    @Override
    public void openConnection(ConnectionHandle ch, Map<String, String> info) {
        service().apply(new Service.OpenConnectionRequest(ch.id, info));
    }

    @Override
    public void closeConnection(ConnectionHandle ch) {
        connection.getService().apply(new Service.CloseConnectionRequest(ch.id));
    }

    @Override
    public ConnectionProperties connectionSync(ConnectionHandle ch, ConnectionProperties properties) {
        return service().apply(new Service.ConnectionSyncRequest(ch.id, properties)).connProps;
    }

    @Override
    public StatementHandle createStatement(ConnectionHandle ch) {
        Service.CreateStatementResponse response = service().apply(new Service.CreateStatementRequest(ch.id));
        return new StatementHandle(response.connectionId, response.statementId, null);
    }

    @Override
    public void closeStatement(StatementHandle h) {
        if (h.id != LOCAL) {
            service().apply(new Service.CloseStatementRequest(h.connectionId, h.id));
        }
    }

    @Override
    public StatementHandle prepare(ConnectionHandle ch, String sql, long maxRowCount) {
        return service().apply(new Service.PrepareRequest(ch.id, sql, maxRowCount)).statement;
    }

    @Override
    public synchronized Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle ch) {
        if (databaseProperties == null) {
            databaseProperties = service().apply(new Service.DatabasePropertyRequest(ch.id)).map;
        }
        return databaseProperties;
    }

    @Override
    public MetaResultSet getCatalogs(ConnectionHandle ch) {
        return result(MetaCatalog.class, service().apply(new Service.CatalogsRequest(ch.id)));
    }

    @Override
    public MetaResultSet getSchemas(ConnectionHandle ch, String catalog, Pat schemaPattern) {
        return result(MetaSchema.class, service().apply(new Service.SchemasRequest(ch.id, catalog, schemaPattern.s)));
    }

    @Override
    public MetaResultSet getTables(
            ConnectionHandle ch, String catalog, Pat schemaPattern, Pat tableNamePattern, List<String> types) {
        // No table has the type null, for which the protocol has no word.
        @Nullable
        List<String> known =
                types == null ? null : types.stream().filter(Objects::nonNull).collect(Collectors.toList());
        return result(
                MetaTable.class,
                service().apply(new Service.TablesRequest(ch.id, catalog, schemaPattern.s, tableNamePattern.s, known)));
    }

    @Override
    public MetaResultSet getColumns(
            ConnectionHandle ch, String catalog, Pat schemaPattern, Pat tableNamePattern, Pat columnNamePattern) {
        return result(
                MetaColumn.class,
                service()
                        .apply(new Service.ColumnsRequest(
                                ch.id, catalog, schemaPattern.s, tableNamePattern.s, columnNamePattern.s)));
    }

    @Override
    public MetaResultSet getTableTypes(ConnectionHandle ch) {
        return result(MetaTableType.class, service().apply(new Service.TableTypesRequest(ch.id)));
    }

    @Override
    public MetaResultSet getTypeInfo(ConnectionHandle ch) {
        return result(MetaTypeInfo.class, service().apply(new Service.TypeInfoRequest(ch.id)));
    }

    private static MetaResultSet result(Class<?> row, Service.ResultSetResponse response) {
        Signature signature = response.signature;
        if (signature == null) {
            signature = signature(fieldMetaData(row).columns);
        }
        return MetaResultSet.create(
                response.connectionId, response.statementId, response.ownStatement, signature, response.firstFrame);
    }

    /** Called by {@code MetaImpl} for each metadata call that has no rows. */
    @Override
    protected MetaResultSet createResultSet(
            Map<String, Object> internalParameters,
            List<ColumnMetaData> columns,
            CursorFactory cursorFactory,
            Frame firstFrame) {
        return MetaResultSet.create(connection.id, LOCAL, true, signature(columns), firstFrame);
    }

    private static Signature signature(List<ColumnMetaData> columns) {
        return Signature.create(columns, "", Collections.emptyList(), CursorFactory.LIST, Meta.StatementType.SELECT);
    }

    @Override
    public void commit(ConnectionHandle ch) {
        // Every statement has committed on its own.
    }

    @Override
    public void rollback(ConnectionHandle ch) {
        throw notHere("rollback");
    }

    @Override
    @Deprecated
    public ExecuteResult prepareAndExecute(StatementHandle h, String sql, long maxRowCount, PrepareCallback callback) {
        throw notHere("prepareAndExecute");
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle h, String sql, long maxRowCount, int maxRowsInFirstFrame, PrepareCallback callback) {
        throw notHere("prepareAndExecute");
    }

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle h, List<String> sqlCommands) {
        throw notHere("batches");
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle h, List<List<TypedValue>> parameterValues) {
        throw notHere("batches");
    }

    @Override
    @Deprecated
    public ExecuteResult execute(StatementHandle h, List<TypedValue> parameterValues, long maxRowCount) {
        throw notHere("execute");
    }

    @Override
    public ExecuteResult execute(StatementHandle h, List<TypedValue> parameterValues, int maxRowsInFirstFrame) {
        throw notHere("execute");
    }

    @Override
    public Frame fetch(StatementHandle h, long offset, int fetchMaxRowCount) {
        throw notHere("fetch");
    }

    /** Avatica would go on with what it has if this answered false, and silently drop the rest of a result. */
    @Override
    public boolean syncResults(StatementHandle h, QueryState state, long offset) {
        throw notHere("syncResults");
    }

    private static RemoteFailure notHere(String call) {
        SQLException error = Errors.unsupported(call);
        return new RemoteFailure(error);
    }
}
