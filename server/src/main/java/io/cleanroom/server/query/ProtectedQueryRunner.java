package io.cleanroom.server.query;

import io.cleanroom.server.audit.ProtectedQuery;
import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.definition.DefinitionText;
import io.cleanroom.server.definition.SourceResolver;
import io.cleanroom.server.definition.SystemTable;
import io.cleanroom.server.definition.SystemTables;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.QuerySource;
import io.cleanroom.server.policy.ReleaseGate;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.ParameterCheck;
import io.cleanroom.server.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The story of a query in order: decide, record, run, release, record. Without a record nothing runs. */
final class ProtectedQueryRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedQueryRunner.class);

    private final Store store;
    private final Decisions decisions;
    private final QueryRecords records;
    private final Engine engine;
    private final SourceResolver sources;
    private final SystemTables systemTables;
    private final QueryLimits limits;
    private final QueryLimits.Running places;
    private final RunningQueries running = new RunningQueries();

    ProtectedQueryRunner(
            Store store,
            Decisions decisions,
            QueryRecords records,
            Engine engine,
            SourceResolver sources,
            SystemTables systemTables,
            QueryLimits limits) {
        this.store = store;
        this.decisions = decisions;
        this.records = records;
        this.engine = engine;
        this.sources = sources;
        this.systemTables = systemTables;
        this.limits = limits;
        this.places = new QueryLimits.Running(limits.concurrentQueries());
    }

    RunningQueries running() {
        return running;
    }

    /** Whether the text is a query that was bound under the present definitions, so that it need not be parsed again. */
    boolean isKnown(SessionContext session, String sql) {
        return decisions.isKnown(session, sql);
    }

    Answer run(SessionContext session, String sql, List<@Nullable Object> markers, Statements.RunOptions options) {
        Decisions.Decided decided = decide(session, sql);
        BoundQuery query = decided.query();
        if (query.tables().isEmpty()) {
            return unprotected(
                    session, approved(decided.decision()), ParameterCheck.values(query.parameters(), markers), options);
        }
        session.principal().require(Role.ANALYST, "a query of members' tables");
        List<@Nullable Object> parameters = parameters(session, query, sql, markers);
        if (decided.decision() instanceof Decision.Refused refused) {
            records.refused(describe(
                    session, query, sql, RecordedParameters.text(query.parameters(), parameters), refused.text()));
            throw refused.problem();
        }
        return protectedRun(session, decided, sql, parameters, options);
    }

    /** The values; a query that is given wrong ones is on record as refused. */
    private List<@Nullable Object> parameters(
            SessionContext session, BoundQuery query, String sql, List<@Nullable Object> markers) {
        try {
            return ParameterCheck.values(query.parameters(), markers);
        } catch (Problem e) {
            records.refused(describe(session, query, sql, "", e.text()));
            throw e;
        }
    }

    /** Decides; a query that names a table of the room and does not bind is on record as refused, too. */
    Decisions.Decided decide(SessionContext session, String sql) {
        try {
            return decisions.decide(session, sql);
        } catch (Problem e) {
            Optional<Room> room = decisions.roomOf(session, sql);
            SortedSet<Name> owners =
                    room.map(r -> MentionedTables.owners(sql, r)).orElseGet(TreeSet::new);
            if (!owners.isEmpty()) {
                records.refused(new ProtectedQuery(
                        ProtectedQuery.newId(),
                        session.principal(),
                        room.map(r -> r.collaboration().name()),
                        ProtectedQuery.Kind.DIRECT,
                        Optional.empty(),
                        "",
                        sql,
                        e.text(),
                        owners,
                        Optional.empty(),
                        engine.name(),
                        room.map(DefinitionText::hash)));
            }
            throw e;
        }
    }

    private static ApprovedQuery approved(Decision decision) {
        if (decision instanceof Decision.Refused refused) {
            throw refused.problem();
        }
        return ((Decision.Approved) decision).query();
    }

    /** Constants and system tables: what they hold is the principal's to see, so they are neither limited nor recorded. */
    private Answer unprotected(
            SessionContext session,
            ApprovedQuery query,
            List<@Nullable Object> parameters,
            Statements.RunOptions options) {
        Map<String, List<@Nullable Object[]>> rows = new HashMap<>();
        for (QuerySource source : query.sources()) {
            SystemTable table = SystemTable.of(Name.of(source.engineName().substring("system_".length())))
                    .orElseThrow();
            rows.put(source.engineName(), systemTables.rows(session.principal(), table));
        }
        ReleaseGate gate = new ReleaseGate(
                query, engine.execute(new Engine.Run(query, null, Map.of(), rows, parameters, options.cancellation())));
        return new Answer.Rows(
                query.columns(), new GateRows(query, gate, options.maximumRows(), Long.MAX_VALUE, n -> {}));
    }

    private Answer protectedRun(
            SessionContext session,
            Decisions.Decided decided,
            String sql,
            List<@Nullable Object> parameters,
            Statements.RunOptions options) {
        ApprovedQuery query = approved(decided.decision());
        Name member = session.principal().member();
        ProtectedQuery record = describe(
                session,
                decided.query(),
                sql,
                RecordedParameters.text(decided.query().parameters(), parameters),
                "");
        AutoCloseable place = places.enter(member);
        GateRows rows = null;
        try {
            records.started(record);
            running.add(record.id(), member, options.cancellation());
            Engine.Run run = new Engine.Run(
                    query,
                    collaboration(decided.query()).orElseThrow(),
                    files(query, decided.query()),
                    Map.of(),
                    parameters,
                    options.cancellation());
            ReleaseGate gate = new ReleaseGate(query, engine.execute(run));
            rows = new GateRows(query, gate, options.maximumRows(), limits.resultRows(), ended -> {
                running.remove(record.id());
                leave(place);
                records.finished(record.id(), ended.state(), ended.rows(), ended.failure());
            });
            rows.readAhead();
            return new Answer.Rows(query.columns(), rows);
        } catch (RuntimeException e) {
            Problem told = told(record.id(), e);
            if (rows != null) {
                rows.fail(told);
            } else {
                running.remove(record.id());
                leave(place);
                records.finished(record.id(), Ending.stateOf(told), OptionalLong.empty(), Optional.of(told.text()));
            }
            throw told;
        }
    }

    private static void leave(AutoCloseable place) {
        try {
            place.close();
        } catch (Exception e) {
            throw new IllegalStateException("leaving a place does not fail", e);
        }
    }

    /** After execution there is one error, with the query's id and nothing else; what is known of it goes to the log. */
    private static Problem told(String id, RuntimeException e) {
        if (e instanceof Problem known && known.code() != Code.NOT_COMPLETED) {
            return known;
        }
        // The engine's words may hold values of rows: they are for whoever turns on debugging.
        LOG.warn("query {} failed: {}", id, kinds(e));
        LOG.debug("query {} failed", id, e);
        return new Problem(Code.NOT_COMPLETED, "the query could not be completed (query id " + id + ")", e);
    }

    private static String kinds(Throwable failure) {
        return Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause)
                .limit(8)
                .map(t -> t.getClass().getSimpleName())
                .collect(Collectors.joining(" <- "));
    }

    private Map<String, SourceFiles> files(ApprovedQuery query, BoundQuery bound) {
        Map<String, SourceFiles> files = new HashMap<>();
        for (QuerySource source : query.sources()) {
            if (source instanceof QuerySource.Files named) {
                Member owner = store.read(t -> t.members().find(named.table().owner()))
                        .orElseThrow(() -> notReady(named, bound));
                try {
                    files.put(
                            named.engineName(),
                            sources.resolve(owner, named.table().source()));
                } catch (Problem e) {
                    LOG.warn("a source of {} cannot be read: {}", named.table().owner(), kinds(e));
                    throw notReady(named, bound);
                }
            }
        }
        return files;
    }

    private static Problem notReady(QuerySource.Files source, BoundQuery bound) {
        String alias = bound.tables().stream()
                .map(t -> t.shared())
                .filter(t -> t.table().equals(source.table()))
                .map(SharedTable::alias)
                .map(Name::sql)
                .findFirst()
                .orElse("a table");
        return new Problem(
                Code.NOT_READY,
                "table " + alias + " is not ready: SOURCE_UNREADABLE; its owner sees why in system.readiness");
    }

    private static Optional<Name> collaboration(BoundQuery query) {
        return query.room().map(r -> r.collaboration().name());
    }

    private ProtectedQuery describe(
            SessionContext session, BoundQuery query, String sql, String parameters, String reasons) {
        SortedSet<Name> owners = new TreeSet<>();
        query.tables().forEach(t -> owners.add(t.shared().owner()));
        Optional<Name> template = query.templates().isEmpty()
                ? Optional.empty()
                : Optional.of(query.templates().first());
        return new ProtectedQuery(
                ProtectedQuery.newId(),
                session.principal(),
                collaboration(query),
                template.isPresent() ? ProtectedQuery.Kind.TEMPLATE : ProtectedQuery.Kind.DIRECT,
                template,
                parameters,
                sql,
                reasons,
                owners,
                Optional.empty(),
                engine.name(),
                query.room().map(DefinitionText::hash));
    }
}
