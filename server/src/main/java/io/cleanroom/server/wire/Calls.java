package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.ArrowChunk;
import io.cleanroom.server.query.Catalog;
import io.cleanroom.server.query.SessionContext;
import io.cleanroom.server.query.Statements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.proto.Responses;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.Service.Request;
import org.apache.calcite.avatica.remote.Service.Response;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one request, made for its principal alone. {@link #answer} lists what the protocol may do here; every other
 * call is refused. Avatica's {@code LocalService} is not between: it takes a lost statement for a short result.
 *
 * <p>A statement's number is given out before it runs, by createStatement or prepare; closing that statement from another
 * network connection is how a client cancels.
 */
final class Calls {
    /** Every statement is its own transaction, so that there is nothing to commit and nothing to take back. */
    private static final Response COMMITTED = ProtobufCodec.emptyResponse(Responses.CommitResponse.class);

    private static final Response ROLLED_BACK = ProtobufCodec.emptyResponse(Responses.RollbackResponse.class);
    private static final int LONGEST_CONNECTION_ID = 100;

    private final Statements statements;
    private final Sessions sessions;
    private final Replays replays;
    private final WireSettings settings;
    private final Principal principal;
    private final @Nullable String requestId;
    private final Optional<String> application;
    private List<String> warnings = List.of();

    /**
     * The services, and what the request says of itself.
     *
     * @param application the client's name if it has changed since the connection was opened
     */
    Calls(
            Statements statements,
            Sessions sessions,
            Replays replays,
            WireSettings settings,
            Principal principal,
            @Nullable String requestId,
            Optional<String> application) {
        this.statements = statements;
        this.sessions = sessions;
        this.replays = replays;
        this.settings = settings;
        this.principal = principal;
        this.requestId = requestId;
        this.application = application;
    }

    /** Those of the statement that {@link #answer} has run; none for any other call. */
    List<String> warnings() {
        return warnings;
    }

    Response answer(Request request) {
        if (request instanceof Service.OpenConnectionRequest open) {
            return openConnection(open);
        } else if (request instanceof Service.CloseConnectionRequest close) {
            sessions.close(user(), sessions.find(user(), close.connectionId));
            return new Service.CloseConnectionResponse();
        } else if (request instanceof Service.ConnectionSyncRequest sync) {
            return in(sync.connectionId, session -> connectionSync(session, sync.connProps));
        } else if (request instanceof Service.CreateStatementRequest create) {
            return in(create.connectionId, session -> {
                OpenStatement statement = session.open(Optional.empty());
                return new Service.CreateStatementResponse(session.id, statement.id, null);
            });
        } else if (request instanceof Service.CloseStatementRequest close) {
            return in(close.connectionId, session -> {
                session.close(session.statement(close.statementId));
                return new Service.CloseStatementResponse();
            });
        } else if (request instanceof Service.PrepareRequest prepare) {
            return in(prepare.connectionId, session -> prepare(session, prepare));
        } else if (request instanceof Service.PrepareAndExecuteRequest run) {
            return in(run.connectionId, session -> prepareAndExecute(session, run));
        } else if (request instanceof Service.ExecuteRequest run) {
            Meta.StatementHandle handle = run.statementHandle;
            return in(handle == null ? null : handle.connectionId, session -> execute(session, handle.id, run));
        } else if (request instanceof Service.FetchRequest fetch) {
            return in(fetch.connectionId, session -> {
                OpenStatement statement = session.statement(fetch.statementId);
                Meta.Frame frame = statement.fetch(fetch.offset, fetch.fetchMaxRowCount);
                return new Service.FetchResponse(frame, false, false, null);
            });
        } else if (request instanceof Service.CommitRequest commit) {
            return in(commit.connectionId, session -> COMMITTED);
        } else if (request instanceof Service.RollbackRequest rollback) {
            return in(rollback.connectionId, session -> ROLLED_BACK);
        } else if (request instanceof Service.DatabasePropertyRequest properties) {
            return in(properties.connectionId, session -> databaseProperties());
        } else if (request instanceof Service.CatalogsRequest catalogs) {
            return listing(catalogs.connectionId, catalog -> Metadata.catalogs());
        } else if (request instanceof Service.SchemasRequest schemas) {
            return listing(
                    schemas.connectionId, catalog -> Metadata.schemas(catalog, schemas.catalog, schemas.schemaPattern));
        } else if (request instanceof Service.TablesRequest tables) {
            return listing(tables.connectionId, catalog -> Metadata.tables(catalog, tables));
        } else if (request instanceof Service.TableTypesRequest types) {
            return listing(types.connectionId, catalog -> Metadata.tableTypes());
        } else if (request instanceof Service.TypeInfoRequest types) {
            return listing(types.connectionId, catalog -> Metadata.typeInfo());
        } else if (request instanceof Service.ColumnsRequest columns) {
            return listing(columns.connectionId, catalog -> Metadata.columns(catalog, columns));
        } else if (request instanceof Service.SyncResultsRequest sync) {
            return refuse(sync.connectionId, sync.statementId, "a result cannot be resumed; run the statement again");
        } else if (request instanceof Service.PrepareAndExecuteBatchRequest batch) {
            return refuse(batch.connectionId, batch.statementId, "batches are not supported");
        } else if (request instanceof Service.ExecuteBatchRequest batch) {
            return refuse(batch.connectionId, batch.statementId, "batches are not supported");
        }
        throw new Problem(Code.NOT_SUPPORTED, "this call is not supported");
    }

    /** The rows that a fetch asks for as Arrow; empty, and nothing read, where they have to go out as a frame. */
    Optional<ArrowChunk> arrow(Service.FetchRequest fetch) {
        return in(
                fetch.connectionId,
                session -> session.statement(fetch.statementId).fetchArrow(fetch.offset, fetch.fetchMaxRowCount));
    }

    /** Makes the next rows of a result ready; what goes wrong is told to the next fetch. */
    void readAhead(String connectionId, int statementId) {
        try {
            in(connectionId, session -> {
                session.statement(statementId).readAhead();
                return true;
            });
        } catch (Problem closedMeanwhile) {
            // Then nobody reads on, or the next fetch is told so.
        }
    }

    private UserName user() {
        return principal.name();
    }

    private <T> T in(@Nullable String connectionId, Function<Session, T> call) {
        Session session = sessions.find(user(), connectionId);
        session.begin();
        try {
            return call.apply(session);
        } finally {
            session.end();
        }
    }

    private Response refuse(String connectionId, int statementId, String why) {
        return in(connectionId, session -> {
            session.statement(statementId);
            throw new Problem(Code.NOT_SUPPORTED, why);
        });
    }

    /**
     * Of the client's properties these are read and no others: collaboration, application_name, temporal_precision,
     * heartbeat_seconds.
     */
    private Response openConnection(Service.OpenConnectionRequest request) {
        Map<String, String> info = request.info == null ? Map.of() : request.info;
        String id = request.connectionId;
        if (id == null || id.isEmpty() || id.length() > LONGEST_CONNECTION_ID) {
            throw new Problem(
                    Code.INVALID_PARAMETER, "a connection id has 1 to " + LONGEST_CONNECTION_ID + " characters");
        }
        Optional<Name> collaboration = collaboration(info.get("collaboration"));
        collaboration.ifPresent(name -> statements.checkConnect(principal, name));
        String application = ApplicationName.of(info.get("application_name"));
        Fraction fraction = Fraction.of(info.get("temporal_precision"));
        Heartbeat heartbeat = Heartbeat.of(info.get("heartbeat_seconds"));
        sessions.add(
                user(),
                new Session(id, collaboration, application, fraction, heartbeat, settings.statementsPerConnection()));
        return new Service.OpenConnectionResponse();
    }

    private Response connectionSync(Session session, Meta.@Nullable ConnectionProperties changes) {
        Optional<Name> wanted = collaboration(changes == null ? null : changes.getSchema());
        if (wanted.isPresent() && !session.isIn(wanted.get())) {
            statements.checkConnect(principal, wanted.get());
            session.switchTo(wanted.get());
        }
        return new Service.ConnectionSyncResponse(session.sync(changes), null);
    }

    /** What cannot be a name is answered like a collaboration that the principal's member is not part of. */
    private static Optional<Name> collaboration(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.of(text));
        } catch (Problem e) {
            throw new Problem(Code.NOT_AUTHORISED_TO_CONNECT, Statements.NOT_AUTHORISED_TO_CONNECT);
        }
    }

    private Response prepare(Session session, Service.PrepareRequest request) {
        String sql = sql(request.sql);
        Statements.Shape shape = statements.prepare(session.context(principal, application), sql);
        OpenStatement statement =
                session.open(Optional.of(new OpenStatement.Prepared(sql, Math.max(0, request.maxRowCount), shape)));
        Meta.Signature signature =
                WireTypes.signature(sql, shape.columns(), shape.parameters(), shape.definition(), session.fraction);
        return new Service.PrepareResponse(new Meta.StatementHandle(session.id, statement.id, signature), null);
    }

    private Response prepareAndExecute(Session session, Service.PrepareAndExecuteRequest request) {
        OpenStatement statement = session.statement(request.statementId);
        String sql = sql(request.sql);
        return run(session, statement, sql, List.of(), Math.max(0, request.maxRowCount), request.maxRowsInFirstFrame);
    }

    private Response execute(Session session, int statementId, Service.ExecuteRequest request) {
        OpenStatement statement = session.statement(statementId);
        OpenStatement.Prepared prepared = statement.prepared.orElseThrow(
                () -> new Problem(Code.NOT_SUPPORTED, "this statement was created, not prepared; run it with its SQL"));
        List<@Nullable Object> parameters = ParameterValues.of(
                request.parameterValues, prepared.shape().parameters().size());
        return run(session, statement, prepared.sql(), parameters, prepared.maximumRows(), request.maxRowCount);
    }

    private Response run(
            Session session,
            OpenStatement statement,
            String sql,
            List<@Nullable Object> parameters,
            long maximumRows,
            int firstFrame) {
        replays.refuse(user(), requestId);
        SessionContext context = session.context(principal, application);
        OpenStatement.Ran ran = statement.run(
                maximumRows,
                firstFrame,
                cancellation ->
                        statements.run(context, sql, parameters, new Statements.RunOptions(maximumRows, cancellation)));
        warnings = ran.warnings();
        OpenResult result = ran.result();
        Service.ResultSetResponse response = result == null
                ? new Service.ResultSetResponse(session.id, statement.id, false, null, null, 0, null)
                : new Service.ResultSetResponse(
                        session.id,
                        statement.id,
                        false,
                        WireTypes.signature(sql, result.columns(), List.of(), false, session.fraction),
                        ran.firstFrame(),
                        -1,
                        null);
        return new Service.ExecuteResponse(List.of(response), false, null);
    }

    private static String sql(@Nullable String sql) {
        if (sql == null || sql.isBlank()) {
            throw new Problem(Code.SYNTAX, "the statement is empty");
        }
        return sql;
    }

    private Response listing(String connectionId, Function<Catalog, Metadata.Table> question) {
        return in(connectionId, session -> {
            Metadata.Table table = question.apply(statements.catalog(session.context(principal, application)));
            OpenStatement statement = session.open(Optional.empty());
            return new Service.ResultSetResponse(
                    session.id,
                    statement.id,
                    true,
                    WireTypes.signature("", table.columns(), List.of(), false, session.fraction),
                    table.frame(),
                    -1,
                    null);
        });
    }

    private static Response databaseProperties() {
        return new Service.DatabasePropertyResponse(
                Map.of(
                        Meta.DatabaseProperty.GET_DATABASE_PRODUCT_NAME,
                        "Cleanroom",
                        Meta.DatabaseProperty.GET_DATABASE_PRODUCT_VERSION,
                        ServerVersion.TEXT),
                null);
    }
}
