package io.cleanroom.server.policy;

import java.util.ArrayList;
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
 *
 * <p>A member's rows pass an Aggregate in any case, with or without a minimum; {@link ShownColumns} says what that may show.
 */
final class OutputVerifier {
    /** Says in the operator's log what could not be proved; never shown to a client. */
    static final class NotProved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotProved(String message) {
            super(message);
        }
    }

    private final Map<String, SourceRule> rules;
    private final List<Integer> parameters;
    private final List<SourceRule> scans = new ArrayList<>();

    /** The scans of each branch, of every UNION of rows. */
    private final List<List<Set<Integer>>> unions = new ArrayList<>();

    private OutputVerifier(Map<String, SourceRule> rules, List<Integer> parameters) {
        this.rules = rules;
        this.parameters = parameters;
    }

    /**
     * Proves the plan, or throws.
     *
     * @param rules what holds for a source, by the name that its scans bear; a scan of any other is not proved
     * @param guards the fields of the root that the release gate will check
     */
    static void verify(RelNode plan, Map<String, SourceRule> rules, List<Guard> guards) {
        verify(plan, rules, guards, List.of());
    }

    /** @param parameters for each marker of a text, in order, the parameter that it stands for; empty for a plan */
    static void verify(RelNode plan, Map<String, SourceRule> rules, List<Guard> guards, List<Integer> parameters) {
        OutputVerifier verifier = new OutputVerifier(rules, parameters);
        Proof root = verifier.prove(plan);
        if (root.isRows()) {
            throw new NotProved("rows reach the root without a threshold: " + root.rows() + root.open());
        }
        for (Guard guard : guards) {
            if (guard.index() < 0 || guard.index() >= root.fields().size()) {
                throw new NotProved("no field for " + guard);
            }
        }
        for (Proof.Obligation obligation : root.met()) {
            Proof.Count count = obligation.count();
            boolean guarded = guards.stream()
                    .anyMatch(g -> g.minimum() >= obligation.minimum()
                            && root.fields().get(g.index()).counts().contains(count));
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
            return new Proof(Set.of(), Set.of(), Set.of(), Set.of(), false, Set.of(), nothing(node));
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
        if (proof.isRows()) {
            throw new NotProved("rows pass " + by + " without a threshold");
        }
        return proof;
    }

    private Proof scan(TableScan scan) {
        List<String> name = scan.getTable().getQualifiedName();
        SourceRule rule = rules.get(name.get(name.size() - 1));
        if (rule == null) {
            throw new NotProved("unknown source " + name);
        }
        int number = scans.size();
        scans.add(rule);
        Set<Proof.Obligation> open = new HashSet<>();
        rule.minimums().forEach((column, minimum) -> open.add(new Proof.Obligation(number, column, minimum)));
        List<Proof.Known> fields = scan.getRowType().getFieldNames().stream()
                .map(column -> Proof.Known.of(new Proof.Cell(number, column)))
                .toList();
        if (!scan.getRowType().getFieldNames().containsAll(rule.minimums().keySet())) {
            throw new NotProved("a constrained column is missing from " + name);
        }
        Set<Integer> rows = rule.kind() == SourceRule.Kind.SYSTEM ? Set.of() : Set.of(number);
        return new Proof(rows, Set.of(), open, Set.of(), false, Set.of(), fields);
    }

    private Proof filter(Filter filter) {
        Proof input = prove(filter.getInput());
        releasedSubQueries(filter.getCondition(), input.rows().isEmpty());
        if (input.isRows() && RexOver.containsOver(filter.getCondition())) {
            throw new NotProved("a window in a condition over rows");
        }
        List<RexNode> conjuncts = RelOptUtil.conjunctions(filter.getCondition());
        if (!input.pending()) {
            return new Proof(
                    input.rows(),
                    input.released(),
                    input.open(),
                    input.met(),
                    false,
                    Proof.union(input.links(), EqualCells.links(conjuncts, input.fields())),
                    EqualCells.equated(conjuncts, input.fields()));
        }
        Set<Proof.Obligation> met = new HashSet<>(input.met());
        for (Proof.Obligation obligation : input.open()) {
            Proof.Count count = obligation.count();
            boolean compared = conjuncts.stream()
                    .anyMatch(c -> Thresholds.comparesAtLeast(c, input.fields(), count, obligation.minimum()));
            if (!compared) {
                throw new NotProved("no filter above the aggregate compares " + obligation);
            }
            met.add(obligation);
        }
        return new Proof(Set.of(), input.released(), Set.of(), met, false, Set.of(), input.fields());
    }

    private Proof project(Project project) {
        Proof input = prove(project.getInput());
        if (input.pending()) {
            throw new NotProved("counted groups pass a projection before any filter compares them");
        }
        List<Proof.Known> fields = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            releasedSubQueries(expression, !input.isRows());
            if (input.isRows()) {
                PersonWindows.prove(expression, input, scans);
            }
            RexNode plain = Thresholds.plain(Thresholds.withoutDefault(expression));
            if (plain.equals(expression) && plain instanceof RexInputRef ref) {
                fields.add(input.fields().get(ref.getIndex()));
            } else {
                fields.add(computed(expression, plain, input));
            }
        }
        return input.withFields(fields);
    }

    private Proof.Known computed(RexNode expression, RexNode plain, Proof input) {
        if (NullLiterals.is(expression)) {
            return Proof.Known.NULL;
        }
        Set<Proof.Count> counts = plain instanceof RexInputRef ref
                ? input.fields().get(ref.getIndex()).counts()
                : Thresholds.nobodyAsMinimum(expression, input);
        return new Proof.Known(
                Set.of(),
                counts,
                PersonWindows.bases(expression, input.fields()),
                Proof.Known.Content.OTHER,
                Term.of(expression, input.fields(), parameters));
    }

    private Proof join(Join join) {
        if (!SubQueries.in(join.getCondition()).isEmpty()) {
            throw new NotProved("no proof goes through a sub-query in ON");
        }
        boolean keysFirst = isKeys(join.getLeft());
        Proof first = prove(keysFirst ? join.getRight() : join.getLeft());
        Proof second = side(keysFirst ? join.getLeft() : join.getRight(), first);
        Proof left = keysFirst ? second : first;
        Proof right = keysFirst ? first : second;
        if (left.pending() || right.pending()) {
            throw new NotProved("counted groups are joined before any filter compares them");
        }
        boolean rows = left.isRows() || right.isRows();
        if (rows && !(left.isRows() && right.isRows())) {
            throw new NotProved("rows are joined with something else");
        }
        JoinRelType type = join.getJoinType();
        boolean inner = type == JoinRelType.INNER;
        if (!inner && !(rows ? OuterJoins.keepRunners(type, left, right, scans) : type.isOuterJoin())) {
            throw new NotProved("no proof goes through this join");
        }
        List<Proof.Known> fields = new ArrayList<>();
        for (Proof side : List.of(left, right)) {
            side.fields().forEach(f -> fields.add(inner ? f : OuterJoins.padded(f)));
        }
        List<RexNode> conjuncts = inner ? RelOptUtil.conjunctions(join.getCondition()) : List.of();
        return new Proof(
                Proof.union(left.rows(), right.rows()),
                Proof.union(left.released(), right.released()),
                Proof.union(left.open(), right.open()),
                Proof.union(left.met(), right.met()),
                false,
                Proof.union(Proof.union(left.links(), right.links()), EqualCells.links(conjuncts, fields)),
                EqualCells.equated(conjuncts, fields));
    }

    /**
     * One side of a join. The distinct values of rows are rows like those: as long as rows are what they are joined with, an
     * Aggregate further up must release both.
     */
    private Proof side(RelNode node, Proof other) {
        return isKeys(node) && other.isRows() ? keys(node) : prove(node);
    }

    private static boolean isKeys(RelNode node) {
        return node instanceof Project project
                ? project.getProjects().stream().allMatch(RexInputRef.class::isInstance) && isKeys(project.getInput())
                : node instanceof Aggregate aggregate && isDistinct(aggregate);
    }

    private Proof keys(RelNode node) {
        if (node instanceof Project project) {
            Proof input = keys(project.getInput());
            return input.withFields(project.getProjects().stream()
                    .map(p -> input.fields().get(((RexInputRef) p).getIndex()))
                    .toList());
        }
        Aggregate aggregate = (Aggregate) node;
        Proof input = prove(aggregate.getInput());
        if (input.pending() || !input.isRows()) {
            throw new NotProved("rows are joined with something else");
        }
        return distinct(aggregate, input);
    }

    private static boolean isDistinct(Aggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getAggCallList().isEmpty();
    }

    private static Proof distinct(Aggregate aggregate, Proof input) {
        return input.withFields(aggregate.getGroupSet().asList().stream()
                .map(input.fields()::get)
                .toList());
    }

    private Proof aggregate(Aggregate aggregate) {
        Proof input = prove(aggregate.getInput());
        if (input.pending() || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw new NotProved("no proof goes through this aggregate");
        }
        if (!input.open().isEmpty() && isDistinct(aggregate)) {
            // Without a call nothing is counted, so nothing is released: the same rows without repetitions.
            return distinct(aggregate, input);
        }
        if (input.isRows()) {
            ShownColumns.prove(aggregate, input, scans);
            Overlap.prove(input, scans, unions);
        }
        List<Proof.Known> fields = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            Proof.Known known = input.fields().get(key);
            fields.add(input.isRows() ? Proof.Known.NOTHING : Proof.Known.counting(known.counts()));
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            fields.add(input.isRows() ? Counters.counted(call, input) : Counters.smallest(call, input));
        }
        Set<Proof.Obligation> open = new HashSet<>(input.open());
        for (AggregateCall call : aggregate.getAggCallList()) {
            for (Proof.Obligation obligation : input.open()) {
                Counters.branches(call, input)
                        .forEach(branch -> open.add(new Proof.Obligation(
                                obligation.scan(), obligation.column(), obligation.minimum(), branch)));
            }
        }
        return new Proof(
                Set.of(),
                Proof.union(input.released(), input.rows()),
                open,
                input.met(),
                !open.isEmpty(),
                Set.of(),
                fields);
    }

    private Proof union(Union union) {
        List<Proof> branches = union.getInputs().stream().map(this::prove).toList();
        return Unions.prove(union, branches, scans, unions);
    }

    /**
     * A sub-query's answer is released by thresholds of its own, which are proved here and do not reach the root; among rows
     * it would choose people.
     */
    private void releasedSubQueries(RexNode node, boolean amongGroups) {
        for (RexSubQuery subQuery : SubQueries.in(node)) {
            Proof inside = prove(subQuery.rel);
            if (!amongGroups || inside.isRows()) {
                throw new NotProved("no proof goes through this sub-query");
            }
        }
    }
}
