package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Association;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.PolicyEngine;
import io.cleanroom.server.policy.ReleaseGate;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.sql.SqlText;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.sql.statement.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides a few queries of an imagined room and runs one of a constant, so that the first client does not wait for six thousand
 * classes and the engine to load, and for the code to be compiled. No store and no file takes part.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Name MEMBER = Name.of("warm");
    private static final Name ROOM = Name.of("up");

    private static final String RULE = """
            ALTER CONFIGURED TABLE t SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (k), DIMENSION COLUMNS (d, e),
              AGGREGATE COLUMNS (SUM(n), AVG(n), COUNT(*), COUNT(DISTINCT k)), SCALAR FUNCTIONS (DATE_TRUNC, UPPER),
              MINIMUM 2 DISTINCT k)""";

    private static final List<String> QUERIES = List.of(
            """
            SELECT a.d, DATE_TRUNC('week', b.e) AS w, COUNT(DISTINCT a.k) AS people, SUM(b.n) / NULLIF(SUM(a.n), 0) AS r
            FROM a INNER JOIN b ON a.k = b.k AND b.e BETWEEN a.e AND a.e + INTERVAL '30 days'
            WHERE a.d = ? AND a.e >= DATE '2026-01-01' GROUP BY 1, 2 HAVING COUNT(*) > 5 ORDER BY people DESC LIMIT 10""",
            "SELECT UPPER(d), AVG(n) FROM a WHERE d IN ('x', 'y') AND e IS NOT NULL GROUP BY UPPER(d)",
            "SELECT d, k FROM a WHERE n > 3",
            "WITH x AS (SELECT d, COUNT(*) AS c FROM a GROUP BY d) SELECT SUM(c) FROM x");

    private final QueryBinder binder;
    private final PolicyEngine policy;
    private final Engine engine;

    WarmUp(QueryBinder binder, PolicyEngine policy, Engine engine) {
        this.binder = binder;
        this.policy = policy;
        this.engine = engine;
    }

    /** Decides every query so many times. */
    void decide(int rounds) {
        try {
            Room room = room();
            for (int round = 0; round < rounds; round++) {
                for (String sql : QUERIES) {
                    var unused = decide(sql, room);
                }
            }
        } catch (Problem e) {
            LOG.warn("warming up failed; first queries will be slow", e);
        }
    }

    private Decision decide(String sql, Room room) {
        Query query = (Query) SqlText.parse(sql);
        return policy.decide(binder.bind(MEMBER, Optional.of(room), query.node(), sql), Set.of());
    }

    /** From the engine to the rows that go out. */
    void execute() {
        try {
            if (decide("SELECT 1 AS n", room()) instanceof Decision.Approved approved) {
                ApprovedQuery query = approved.query();
                Engine.Run run = new Engine.Run(query, null, Map.of(), Map.of(), List.of(), new Cancellation());
                try (GateRows rows = new GateRows(
                        query,
                        new ReleaseGate(query, engine.execute(run)),
                        new AnswerMemory(),
                        0,
                        Long.MAX_VALUE,
                        ending -> {})) {
                    rows.next(1);
                }
            }
        } catch (Problem e) {
            // A server that is stopped before it is warm.
            LOG.debug("the engine was not warmed up", e);
        }
    }

    private static Room room() {
        AnalysisRule rule = ((Definition.SetAnalysisRule) SqlText.parse(RULE)).rule();
        return new Room(
                0,
                new Collaboration(
                        ROOM, List.of(new Membership(MEMBER, Set.of(Ability.values()), Membership.Status.ACTIVE))),
                List.of(table("a", rule), table("b", rule)),
                List.<AnalysisTemplate>of(),
                List.of());
    }

    private static SharedTable table(String name, AnalysisRule rule) {
        ConfiguredTable table = new ConfiguredTable(
                        MEMBER,
                        Name.of(name),
                        new Source("-", Source.Format.PARQUET),
                        List.of(
                                column("k", ColumnType.varchar(0)),
                                column("d", ColumnType.varchar(0)),
                                column("e", ColumnType.of(Kind.DATE)),
                                column("n", ColumnType.decimal(12, 2))),
                        Optional.empty())
                .withRule(rule);
        return new SharedTable(new Association(MEMBER, table.name(), ROOM, table.name(), new TreeSet<>()), table);
    }

    private static Column column(String name, ColumnType type) {
        return new Column(Name.of(name), name, type);
    }
}
