package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.ParameterSlot;
import io.cleanroom.server.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final List<Check> ofProbes;
    private final SqlGenerator generator;

    /** @param ofProbes those of the checks that also hold for queries that can have no row */
    public PolicyEngine(List<Check> checks, List<Check> ofProbes, SqlGenerator generator) {
        this.checks = List.copyOf(checks);
        this.ofProbes = List.copyOf(ofProbes);
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
        try {
            return decided(query, approved, receivers);
        } catch (StackOverflowError e) {
            throw new Problem(Code.SYNTAX, "the statement is nested too deeply", e);
        }
    }

    private Decision decided(BoundQuery query, Set<Name> approved, SortedSet<Name> receivers) {
        boolean probe = EmptyQuery.isProvablyEmpty(query.plan());
        RelNode plan = probe ? plain(query.plan()) : form(query.plan());
        QueryAnalysis analysis = QueryAnalysis.of(plan);
        boolean readsMembers = !analysis.references().isEmpty();
        if (readsMembers && analysis.readsSystem() && !probe) {
            throw new Problem(Code.NOT_SUPPORTED, "a query reads system tables or members' tables, not both");
        }
        if (readsMembers
                || (!probe
                        && analysis.facts().stream()
                                .anyMatch(f -> f instanceof Fact.Unreviewed || f instanceof Fact.SeveralRows))) {
            Facts facts = new Facts(
                    query.runner(),
                    receivers,
                    query.room().orElse(NO_ROOM),
                    approved,
                    analysis.facts(),
                    query.positions());
            List<Reason> against = reasons(facts, probe ? ofProbes : checks);
            if (!against.isEmpty()) {
                return new Decision.Refused(against, query.positions());
            }
        }
        if (probe) {
            return approve(query, EmptyQuery.of(plan), List.of(), List.of(), List.of());
        }
        // The order is settled by new nodes, which only a second analysis knows.
        RelNode ordered = CanonicalOrder.of(plan, query.columns().size());
        ThresholdRewrite.Enforced enforced = ThresholdRewrite.enforce(ordered, QueryAnalysis.of(ordered));
        return approve(query, enforced.plan(), enforced.guards(), enforced.sources(), thresholds(analysis));
    }

    /** One form for every way to write a query, so that each gets the same decision. */
    static RelNode form(RelNode plan) {
        return PersonGroups.of(SemiJoinForm.of(plain(plan)));
    }

    private static RelNode plain(RelNode plan) {
        return CaseFilters.of(CommonColumns.of(plan));
    }

    /** The same reason about the same column or table is said once, however often the query gives cause. */
    private static List<Reason> reasons(Facts facts, List<Check> checks) {
        Map<List<String>, Reason> against = new LinkedHashMap<>();
        for (Check check : checks) {
            check.check(facts, reason -> against.putIfAbsent(List.of(reason.rule(), reason.what()), reason));
        }
        return List.copyOf(against.values());
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
                .flatMap(PolicyEngine::thresholds)
                .distinct()
                .toList();
    }

    private static Stream<String> thresholds(TableReference table) {
        String of = " of " + table + " (" + table.owner() + ")";
        if (!table.rule().constraints().isEmpty()) {
            return table.rule().constraints().stream().map(c -> c.sql() + of);
        }
        return Stream.of((table.rule() instanceof AnalysisRule.ListRule ? "LIST" : "WITHOUT MINIMUM") + of);
    }

    private Decision approve(
            BoundQuery query, RelNode plan, List<Guard> guards, List<QuerySource> sources, List<String> thresholds) {
        try {
            Map<String, SourceRule> rules = SourceRule.of(sources, query.runner());
            OutputVerifier.verify(plan, rules, guards);
            SqlGenerator.GeneratedSql generated = generator.generate(plan);
            SqlVerifier.verify(
                    generated.text(),
                    sources,
                    rules,
                    guards,
                    generated.parameterOrder(),
                    plan.getRowType().getFieldCount());
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
