package io.cleanroom.server.query;

import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.definition.Definitions;
import io.cleanroom.server.definition.SourceResolver;
import io.cleanroom.server.definition.SystemTables;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.policy.PolicyEngine;
import io.cleanroom.server.policy.rules.Rules;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.store.Store;
import java.time.Clock;

/** Puts the query path together. */
public final class QueryServices {
    private final QueryBinder binder = new QueryBinder(StatementService.systemSchema());
    private final PolicyEngine policy;
    private final Engine engine;
    private final Clock clock;

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
            QueryLimits limits) {
        Decisions decisions = new Decisions(store, binder, policy, clock);
        ProtectedQueryRunner queries =
                new ProtectedQueryRunner(store, decisions, records, engine, sources, systemTables, limits);
        return new StatementService(
                store,
                definitions,
                queries,
                new Explanations(definitions, decisions, queries),
                new Catalogs(store, binder));
    }

    /** Makes first decisions quick; returns when that is done. */
    public void warmUp(int rounds) {
        new WarmUp(binder, policy).run(rounds);
    }
}
