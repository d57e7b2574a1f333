package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.ParameterSlot;
import io.cleanroom.server.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides in one fixed order: analyse, check, rewrite, verify the plan, write it as the engine's SQL, verify that. Never in
 * a cost-based planner: there the plan with its threshold and the one without count as equal, and the cheaper one wins.
 */
public final class PolicyEngine {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEngine.class);

    private final List<Check> checks;
    private final SqlGenerator generator;

    public PolicyEngine(List<Check> checks, SqlGenerator generator) {
        this.checks = List.copyOf(checks);
        this.generator = generator;
    }

    /** Decides about a query whose runner gets the rows itself. */
    public Decision decide(BoundQuery query, Set<Name> approved) {
        return decide(query, approved, new TreeSet<>(Set.of(query.runner())));
    }

    /**
     * Decides; the same query under the same definitions always gets the same answer.
     *
     * @param approved the templates of the query that all owners have approved as they are now
     * @param receivers the members that get the rows
     */
    public Decision decide(BoundQuery query, Set<Name> approved, SortedSet<Name> receivers) {
        RelNode plan = query.plan();
        if (EmptyQuery.isProvablyEmpty(plan)) {
            return approve(query, EmptyQuery.of(plan), List.of(), List.of(), List.of());
        }
        QueryAnalysis analysis = QueryAnalysis.of(plan);
        boolean readsMembers = !analysis.references().isEmpty();
        if (readsMembers && analysis.readsSystem()) {
            throw new Problem(Code.NOT_SUPPORTED, "a query reads system tables or members' tables, not both");
        }
        if (readsMembers || analysis.facts().stream().anyMatch(f -> f instanceof Fact.Unreviewed)) {
            List<Reason> against = new ArrayList<>();
            Facts facts = new Facts(
                    query.runner(),
                    receivers,
                    query.room().orElse(NO_ROOM),
                    approved,
                    analysis.facts(),
                    query.positions());
            checks.forEach(check -> check.check(facts, against::add));
            if (!against.isEmpty()) {
                return new Decision.Refused(against, query.positions());
            }
        }
        // The order is settled by new nodes, which only a second analysis knows.
        RelNode ordered = CanonicalOrder.of(plan, query.columns().size());
        ThresholdRewrite.Enforced enforced = ThresholdRewrite.enforce(ordered, QueryAnalysis.of(ordered));
        return approve(query, enforced.plan(), enforced.guards(), enforced.sources(), thresholds(analysis));
    }

    private static final Room NO_ROOM = new Room(
            0,
            new io.cleanroom.server.collaboration.Collaboration(Name.of("none"), List.of()),
            List.of(),
            List.of(),
            List.of());

    private static List<String> thresholds(QueryAnalysis analysis) {
        return analysis.references().values().stream()
                .sorted(java.util.Comparator.comparingInt(TableReference::number))
                .flatMap(t -> t.rule().constraints().isEmpty()
                        ? Stream.of("WITHOUT MINIMUM of " + t + " (" + t.owner() + ")")
                        : t.rule().constraints().stream().map(c -> c.sql() + " of " + t + " (" + t.owner() + ")"))
                .distinct()
                .toList();
    }

    private Decision approve(
            BoundQuery query, RelNode plan, List<Guard> guards, List<QuerySource> sources, List<String> thresholds) {
        try {
            OutputVerifier.verify(plan, OutputVerifier.constraints(sources), guards);
            SqlGenerator.GeneratedSql generated = generator.generate(plan);
            SqlVerifier.verify(
                    generated.text(), sources, guards, plan.getRowType().getFieldCount());
            return new Decision.Approved(
                    new ApprovedQuery(
                            generated,
                            query.parameters().stream().map(ParameterSlot::type).collect(Collectors.toList()),
                            query.columns(),
                            plan.getRowType().getFieldList().stream()
                                    .map(field -> Types.ours(field.getType()))
                                    .toList(),
                            guards,
                            sources),
                    thresholds);
        } catch (OutputVerifier.NotProved e) {
            LOG.error("enforcement fault: the enforced plan has no proof; the query is refused", e);
            throw new Problem(Code.NOT_COMPLETED, "the query could not be completed", e);
        }
    }
}
