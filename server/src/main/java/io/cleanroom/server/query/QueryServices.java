package io.cleanroom.server.query;

import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.definition.Definitions;
import io.cleanroom.server.definition.LiveRuns;
import io.cleanroom.server.definition.SourceResolver;
import io.cleanroom.server.definition.SystemTables;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.policy.PolicyEngine;
import io.cleanroom.server.policy.rules.Rules;
import io.cleanroom.server.results.ResultLocations;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Puts the query path together. */
public final class QueryServices implements AutoCloseable {
    private final QueryBinder binder = new QueryBinder(StatementService.systemSchema());
    private final PolicyEngine policy;
    private final Engine engine;
    private final Clock clock;
    private final List<Submissions> toClose = new CopyOnWriteArrayList<>();

    public QueryServices(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
        this.policy = new PolicyEngine(Rules.inOrder(), Rules.ofProbes(), engine.sql());
    }

    /** What the definitions ask about templates. */
    public Templates templates() {
        return new Templates(binder, policy);
    }

    public Statements statements(
            Store store,
            Definitions definitions,
            QueryRecords records,
            SourceResolver sources,
            SystemTables systemTables,
            ResultLocations results,
            LiveRuns live,
            QueryLimits limits) {
        Decisions decisions = new Decisions(store, binder, policy, clock);
        Admission admission = new Admission(decisions, records, engine.name());
        RunSources runSources = new RunSources(store, sources);
        Places places = new Places(limits.concurrentQueries(), limits.queueLength());
        RunningQueries running = new RunningQueries(records, live);
        ProtectedQueryRunner queries =
                new ProtectedQueryRunner(admission, records, engine, runSources, systemTables, limits, places, running);
        Submissions submissions =
                new Submissions(store, admission, records, engine, runSources, results, places, running);
        toClose.add(submissions);
        return new StatementService(
                store,
                definitions,
                queries,
                submissions,
                running,
                new Explanations(definitions, decisions, queries),
                new Catalogs(store, binder));
    }

    /** At the start of a server: what a stopped server left unfinished has failed, and nothing of it is left. */
    public static void recover(Store store, QueryRecords records, ResultLocations results) {
        List<Member> members = store.read(t -> t.members().all());
        for (QueryRecords.Interrupted run : records.interrupted()) {
            run.delivery()
                    .file()
                    .ifPresent(path -> results.discardInterrupted(
                            run.id(),
                            path,
                            members.stream()
                                    .filter(m -> run.delivery().receivers().contains(m.name()))
                                    .toList()));
        }
        results.deleteDrafts(members);
        records.failInterrupted();
    }

    /** Ends what was submitted; before the engine and the store are closed. */
    @Override
    public void close() {
        toClose.forEach(Submissions::close);
    }

    /** Makes first decisions quick; returns when that is done. */
    public void warmUp(int rounds) {
        new WarmUp(binder, policy, engine).decide(rounds);
    }

    /** Makes the first run quick; returns when that is done. */
    public void warmUpEngine() {
        new WarmUp(binder, policy, engine).execute();
    }
}
