package io.cleanroom.server.query;

import io.cleanroom.server.audit.ProtectedQuery.Delivery;
import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.definition.SystemTable;
import io.cleanroom.server.definition.SystemTables;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.Progress;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.QuerySource;
import io.cleanroom.server.policy.ReleaseGate;
import io.cleanroom.server.sql.ParameterCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The story of a query in order: decide, record, run, release, record. Without a record nothing runs. */
final class ProtectedQueryRunner {
    private final Admission admission;
    private final QueryRecords records;
    private final Engine engine;
    private final RunSources sources;
    private final SystemTables systemTables;
    private final QueryLimits limits;
    private final Places places;
    private final RunningQueries running;
    private final AnswerMemory memory = new AnswerMemory();

    ProtectedQueryRunner(
            Admission admission,
            QueryRecords records,
            Engine engine,
            RunSources sources,
            SystemTables systemTables,
            QueryLimits limits,
            Places places,
            RunningQueries running) {
        this.admission = admission;
        this.records = records;
        this.engine = engine;
        this.sources = sources;
        this.systemTables = systemTables;
        this.limits = limits;
        this.places = places;
        this.running = running;
    }

    /** Whether the text is a query that was bound under the present definitions, so that it need not be parsed again. */
    boolean isKnown(SessionContext session, String sql) {
        return admission.decisions().isKnown(session, sql);
    }

    /** Decides, for the runner's own eyes; what does not bind is on record. */
    Decisions.Decided decide(SessionContext session, String sql) {
        return admission.decide(
                session, sql, new TreeSet<>(Set.of(session.principal().member())));
    }

    Answer run(SessionContext session, String sql, List<@Nullable Object> markers, Statements.RunOptions options) {
        Decisions.Decided decided = decide(session, sql);
        if (decided.query().tables().isEmpty()) {
            return unprotected(
                    session,
                    approved(decided.decision()),
                    ParameterCheck.values(decided.query().parameters(), markers),
                    options);
        }
        Delivery delivery = Delivery.resultSet(session.principal().member());
        return protectedRun(admission.admit(session, decided, sql, markers, delivery), options, decided.warnings());
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
                query.columns(), new GateRows(query, gate, memory, options.maximumRows(), Long.MAX_VALUE, n -> {}));
    }

    private Answer protectedRun(Admission.Admitted admitted, Statements.RunOptions options, List<String> warnings) {
        String id = admitted.record().id();
        ApprovedQuery query = admitted.query();
        Progress progress = new Progress();
        Places.Place place = places.enter(admitted.record().runner().member());
        GateRows rows = null;
        boolean recorded = false;
        try {
            boolean waits = !place.isGranted();
            admission.record(admitted, waits ? records::submitted : records::started);
            recorded = true;
            running.add(admitted.record(), place, options.cancellation(), progress, () -> {});
            if (waits) {
                place.await(options.cancellation(), limits.queueWait());
                records.began(id);
            }
            ReleaseGate gate =
                    new ReleaseGate(query, sources.start(engine, admitted, options.cancellation(), progress));
            rows = new GateRows(query, gate, memory, options.maximumRows(), limits.resultRows(), ended -> {
                running.remove(id);
                place.close();
                records.finished(id, ended.state(), ended.rows(), ended.failure());
            });
            rows.readAhead();
            return new Answer.Rows(query.columns(), rows, warnings);
        } catch (RuntimeException e) {
            if (!recorded) {
                place.close();
                throw e;
            }
            Problem told = Failures.told(id, e);
            if (rows != null) {
                rows.fail(told);
            } else {
                running.remove(id);
                place.close();
                records.finished(id, Ending.stateOf(told), OptionalLong.empty(), Optional.of(told.text()));
            }
            throw told;
        }
    }

    /** What a client may not ask in this way, in the words for it. */
    static Problem notSubmitted() {
        return new Problem(
                Code.NOT_SUPPORTED, "SUBMIT is for queries of members' tables; read this one through its ResultSet");
    }
}
