package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * Proves that a plan lets nothing of a constrained source out but through its thresholds. It was written from the promise,
 * knows nothing of the rewrites, and shares no code with them.
 *
 * <p>The proof, bottom-up: a scan of a constrained source is an <em>open</em> obligation, one for each scan and constraint.
 * Below an Aggregate obligations add up. An Aggregate over open obligations counts some columns; directly above it a Filter
 * must compare, for every open obligation, the distinct count of that very scan's column (or of one that an inner join
 * equates with it) with at least its minimum. Then the obligations are <em>met</em>, and from there to the root a field must
 * still carry each count, at its own or, through an aggregation of groups, its smallest value. What is not one of these
 * shapes has no proof.
 */
final class OutputVerifier {
    /** Says in the operator's log what could not be proved; never shown to a client. */
    static final class NotProved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotProved(String message) {
            super(message);
        }
    }

    private final Map<String, Map<String, Integer>> constraints;
    private int scans;

    private OutputVerifier(Map<String, Map<String, Integer>> constraints) {
        this.constraints = constraints;
    }

    /**
     * Proves the plan, or throws.
     *
     * @param constraints the minimum by column, by the name of the source that the scan bears; a source that is not a key is
     *     unknown, and a scan of it is not proved
     * @param guards the fields of the root that the release gate will check
     */
    static void verify(RelNode plan, Map<String, Map<String, Integer>> constraints, List<Guard> guards) {
        OutputVerifier verifier = new OutputVerifier(constraints);
        Proof root = verifier.prove(plan);
        if (!root.open().isEmpty() || root.pending()) {
            throw new NotProved("rows reach the root without a threshold: " + root.open());
        }
        for (Guard guard : guards) {
            if (guard.index() < 0 || guard.index() >= root.fields().size()) {
                throw new NotProved("no field for " + guard);
            }
        }
        for (Proof.Obligation obligation : root.met()) {
            Proof.Cell cell = new Proof.Cell(obligation.scan(), obligation.column());
            boolean guarded = guards.stream()
                    .anyMatch(g -> g.minimum() >= obligation.minimum()
                            && root.fields().get(g.index()).counts().contains(cell));
            if (!guarded) {
                throw new NotProved("no guard at the root counts " + obligation);
            }
        }
    }

    private Proof prove(RelNode node) {
        if (node instanceof TableScan scan) {
            return scan(scan);
        }
        if (node instanceof Values) {
            return new Proof(Set.of(), Set.of(), false, nothing(node));
        }
        if (node instanceof Filter filter) {
            return filter(filter);
        }
        if (node instanceof Project project) {
            return project(project);
        }
        if (node instanceof Join join) {
            return join(join);
        }
        if (node instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (node instanceof Sort sort) {
            return released(prove(sort.getInput()), "a sort");
        }
        if (node instanceof Union union) {
            return union(union);
        }
        throw new NotProved("no proof goes through " + node.getRelTypeName());
    }

    private static List<Proof.Known> nothing(RelNode node) {
        return java.util.Collections.nCopies(node.getRowType().getFieldCount(), Proof.Known.NOTHING);
    }

    private static Proof released(Proof proof, String by) {
        if (!proof.open().isEmpty() || proof.pending()) {
            throw new NotProved("rows pass " + by + " without a threshold");
        }
        return proof;
    }

    private Proof scan(TableScan scan) {
        List<String> name = scan.getTable().getQualifiedName();
        Map<String, Integer> minimums = constraints.get(name.get(name.size() - 1));
        if (minimums == null) {
            throw new NotProved("unknown source " + name);
        }
        int number = scans++;
        Set<Proof.Obligation> open = new HashSet<>();
        minimums.forEach((column, minimum) -> open.add(new Proof.Obligation(number, column, minimum)));
        List<Proof.Known> fields = scan.getRowType().getFieldNames().stream()
                .map(column -> new Proof.Known(Set.of(new Proof.Cell(number, column)), Set.of()))
                .toList();
        if (!scan.getRowType().getFieldNames().containsAll(minimums.keySet())) {
            throw new NotProved("a constrained column is missing from " + name);
        }
        return new Proof(open, Set.of(), false, fields);
    }

    private Proof filter(Filter filter) {
        noSubQuery(filter.getCondition());
        Proof input = prove(filter.getInput());
        noWindow(filter.getCondition(), input);
        List<RexNode> conjuncts = RelOptUtil.conjunctions(filter.getCondition());
        if (!input.pending()) {
            return new Proof(input.open(), input.met(), false, EqualCells.equated(conjuncts, input.fields()));
        }
        Set<Proof.Obligation> met = new HashSet<>(input.met());
        for (Proof.Obligation obligation : input.open()) {
            Proof.Cell cell = new Proof.Cell(obligation.scan(), obligation.column());
            boolean compared = conjuncts.stream()
                    .anyMatch(c -> Thresholds.comparesAtLeast(c, input.fields(), cell, obligation.minimum()));
            if (!compared) {
                throw new NotProved("no filter above the aggregate compares " + obligation);
            }
            met.add(obligation);
        }
        return new Proof(Set.of(), met, false, input.fields());
    }

    private Proof project(Project project) {
        Proof input = prove(project.getInput());
        if (input.pending()) {
            throw new NotProved("counted groups pass a projection before any filter compares them");
        }
        List<Proof.Known> fields = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            noSubQuery(expression);
            noWindow(expression, input);
            RexNode plain = Thresholds.plain(expression);
            if (plain instanceof RexInputRef ref) {
                fields.add(
                        plain.equals(expression)
                                ? input.fields().get(ref.getIndex())
                                : new Proof.Known(
                                        Set.of(),
                                        input.fields().get(ref.getIndex()).counts()));
            } else {
                fields.add(Proof.Known.NOTHING);
            }
        }
        return new Proof(input.open(), input.met(), false, fields);
    }

    private Proof join(Join join) {
        noSubQuery(join.getCondition());
        Proof left = prove(join.getLeft());
        Proof right = prove(join.getRight());
        if (join.getJoinType() != JoinRelType.INNER || left.pending() || right.pending()) {
            throw new NotProved("no proof goes through this join");
        }
        boolean rows = !left.open().isEmpty() || !right.open().isEmpty();
        if (rows && (!left.met().isEmpty() || !right.met().isEmpty())) {
            throw new NotProved("released groups are joined with rows");
        }
        List<Proof.Known> fields = new ArrayList<>(left.fields());
        fields.addAll(right.fields());
        return new Proof(
                EqualCells.union(left.open(), right.open()),
                EqualCells.union(left.met(), right.met()),
                false,
                EqualCells.equated(RelOptUtil.conjunctions(join.getCondition()), fields));
    }

    private Proof aggregate(Aggregate aggregate) {
        Proof input = prove(aggregate.getInput());
        if (input.pending() || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw new NotProved("no proof goes through this aggregate");
        }
        boolean releases = !input.open().isEmpty();
        List<Proof.Known> fields = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            Proof.Known known = input.fields().get(key);
            fields.add(releases ? Proof.Known.NOTHING : new Proof.Known(Set.of(), known.counts()));
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            fields.add(releases ? Counters.counted(call, input) : Counters.smallest(call, input));
        }
        return new Proof(input.open(), input.met(), releases, fields);
    }

    /** A field carries a count if it does in every branch that has the obligation, and elsewhere is a constant. */
    private Proof union(Union union) {
        List<Proof> branches = new ArrayList<>();
        for (RelNode input : union.getInputs()) {
            branches.add(released(prove(input), "a union"));
        }
        Set<Proof.Obligation> met = new HashSet<>();
        branches.forEach(b -> met.addAll(b.met()));
        List<Proof.Known> fields = new ArrayList<>();
        for (int i = 0; i < union.getRowType().getFieldCount(); i++) {
            Set<Proof.Cell> carried = new HashSet<>();
            for (Proof branch : branches) {
                carried.addAll(branch.fields().get(i).counts());
            }
            fields.add(new Proof.Known(Set.of(), carried));
        }
        if (!union.all) {
            throw new NotProved("a distinct union merges groups without their counts");
        }
        return new Proof(Set.of(), met, false, fields);
    }

    /** Wherever it stands in the expression; above a counting Aggregate it would look at groups that are left out. */
    private static void noWindow(RexNode node, Proof input) {
        if ((!input.open().isEmpty() || input.pending()) && RexOver.containsOver(node)) {
            throw new NotProved("a window over rows");
        }
    }

    private static void noSubQuery(RexNode node) {
        node.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitSubQuery(RexSubQuery subQuery) {
                throw new NotProved("no proof goes through a sub-query");
            }
        });
    }

    /** The minimums of the sources, as the proof takes them. */
    static Map<String, Map<String, Integer>> constraints(List<QuerySource> sources) {
        Map<String, Map<String, Integer>> all = new HashMap<>();
        for (QuerySource source : sources) {
            Map<String, Integer> minimums = new HashMap<>();
            if (source instanceof QuerySource.Files files) {
                files.table()
                        .rule()
                        .ifPresent(rule -> rule.constraints()
                                .forEach(c -> minimums.merge(c.column().text(), c.minimum(), Math::max)));
            }
            all.put(source.engineName(), minimums);
        }
        return all;
    }
}
