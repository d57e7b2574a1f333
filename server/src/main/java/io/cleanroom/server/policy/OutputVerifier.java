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
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

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
    /** One constraint of one scan. */
    private record Obligation(int scan, String column, int minimum) {}

    /** A column of one scan. */
    private record Cell(int scan, String column) {}

    /** What is known of a field: which cells it equals, which cells it counts (after release: is at most the count of). */
    private record Known(Set<Cell> equals, Set<Cell> counts) {
        static final Known NOTHING = new Known(Set.of(), Set.of());
    }

    /** What is known of a relation. {@code pending}: an Aggregate has counted, and no Filter has compared yet. */
    private record Proof(Set<Obligation> open, Set<Obligation> met, boolean pending, List<Known> fields) {}

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
        for (Obligation obligation : root.met()) {
            Cell cell = new Cell(obligation.scan(), obligation.column());
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

    private static List<Known> nothing(RelNode node) {
        return java.util.Collections.nCopies(node.getRowType().getFieldCount(), Known.NOTHING);
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
        Set<Obligation> open = new HashSet<>();
        minimums.forEach((column, minimum) -> open.add(new Obligation(number, column, minimum)));
        List<Known> fields = scan.getRowType().getFieldNames().stream()
                .map(column -> new Known(Set.of(new Cell(number, column)), Set.of()))
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
            return new Proof(input.open(), input.met(), false, equated(conjuncts, input.fields()));
        }
        Set<Obligation> met = new HashSet<>(input.met());
        for (Obligation obligation : input.open()) {
            Cell cell = new Cell(obligation.scan(), obligation.column());
            boolean compared =
                    conjuncts.stream().anyMatch(c -> comparesAtLeast(c, input.fields(), cell, obligation.minimum()));
            if (!compared) {
                throw new NotProved("no filter above the aggregate compares " + obligation);
            }
            met.add(obligation);
        }
        return new Proof(Set.of(), met, false, input.fields());
    }

    /** {@code counter >= n} with n at least the minimum; {@code n <= counter} and {@code counter > n} are the same said. */
    private static boolean comparesAtLeast(RexNode node, List<Known> fields, Cell cell, int minimum) {
        if (!(node instanceof RexCall call) || call.getOperands().size() != 2) {
            return false;
        }
        RexNode left = plain(call.getOperands().get(0));
        RexNode right = plain(call.getOperands().get(1));
        return switch (call.getKind()) {
            case GREATER_THAN_OR_EQUAL -> counts(left, fields, cell) && number(right) >= minimum;
            case GREATER_THAN -> counts(left, fields, cell) && number(right) >= minimum - 1L;
            case LESS_THAN_OR_EQUAL -> counts(right, fields, cell) && number(left) >= minimum;
            case LESS_THAN -> counts(right, fields, cell) && number(left) >= minimum - 1L;
            default -> false;
        };
    }

    private static boolean counts(RexNode node, List<Known> fields, Cell cell) {
        return node instanceof RexInputRef ref
                && fields.get(ref.getIndex()).counts().contains(cell);
    }

    private static long number(RexNode node) {
        if (node instanceof RexLiteral literal
                && SqlTypeName.EXACT_TYPES.contains(literal.getType().getSqlTypeName())) {
            Long value = literal.getValueAs(Long.class);
            return value == null ? Long.MIN_VALUE : value;
        }
        return Long.MIN_VALUE;
    }

    /** Without casts between integers, which neither change a count nor hide one. */
    private static RexNode plain(RexNode node) {
        if (node instanceof RexCall call
                && (call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.SAFE_CAST)
                && call.getType().getSqlTypeName() == SqlTypeName.BIGINT
                && SqlTypeName.INT_TYPES.contains(
                        call.getOperands().get(0).getType().getSqlTypeName())) {
            return plain(call.getOperands().get(0));
        }
        return node;
    }

    private Proof project(Project project) {
        Proof input = prove(project.getInput());
        if (input.pending()) {
            throw new NotProved("counted groups pass a projection before any filter compares them");
        }
        List<Known> fields = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            noSubQuery(expression);
            noWindow(expression, input);
            RexNode plain = plain(expression);
            if (plain instanceof RexInputRef ref) {
                fields.add(
                        plain.equals(expression)
                                ? input.fields().get(ref.getIndex())
                                : new Known(
                                        Set.of(),
                                        input.fields().get(ref.getIndex()).counts()));
            } else {
                fields.add(Known.NOTHING);
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
        List<Known> fields = new ArrayList<>(left.fields());
        fields.addAll(right.fields());
        return new Proof(
                union(left.open(), right.open()),
                union(left.met(), right.met()),
                false,
                equated(RelOptUtil.conjunctions(join.getCondition()), fields));
    }

    private static <T> Set<T> union(Set<T> a, Set<T> b) {
        Set<T> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    /** Every equality of two text or integer columns of one type makes all that equals either equal to both. */
    private static List<Known> equated(List<RexNode> conjuncts, List<Known> fields) {
        List<Known> result = new ArrayList<>(fields);
        for (RexNode conjunct : conjuncts) {
            if (conjunct.getKind() != SqlKind.EQUALS || !(conjunct instanceof RexCall call)) {
                continue;
            }
            if (call.getOperands().get(0) instanceof RexInputRef a
                    && call.getOperands().get(1) instanceof RexInputRef b
                    && a.getType().getSqlTypeName() == b.getType().getSqlTypeName()
                    && (a.getType().getSqlTypeName() == SqlTypeName.VARCHAR
                            || SqlTypeName.INT_TYPES.contains(a.getType().getSqlTypeName()))) {
                Set<Cell> both = union(
                        result.get(a.getIndex()).equals(),
                        result.get(b.getIndex()).equals());
                for (int i = 0; i < result.size(); i++) {
                    Known known = result.get(i);
                    if (i == a.getIndex()
                            || i == b.getIndex()
                            || !java.util.Collections.disjoint(known.equals(), both)) {
                        result.set(i, new Known(union(known.equals(), both), known.counts()));
                    }
                }
            }
        }
        return result;
    }

    private Proof aggregate(Aggregate aggregate) {
        Proof input = prove(aggregate.getInput());
        if (input.pending() || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw new NotProved("no proof goes through this aggregate");
        }
        boolean releases = !input.open().isEmpty();
        List<Known> fields = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            Known known = input.fields().get(key);
            fields.add(releases ? Known.NOTHING : new Known(Set.of(), known.counts()));
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            fields.add(releases ? counted(call, input) : smallest(call, input));
        }
        return new Proof(input.open(), input.met(), releases, fields);
    }

    private static Known counted(AggregateCall call, Proof input) {
        boolean distinctCount = call.getAggregation().equals(SqlStdOperatorTable.COUNT)
                && call.isDistinct()
                && !call.isApproximate()
                && !call.hasFilter()
                && call.distinctKeys == null
                && call.getArgList().size() == 1;
        return distinctCount
                ? new Known(
                        Set.of(), input.fields().get(call.getArgList().get(0)).equals())
                : Known.NOTHING;
    }

    private static Known smallest(AggregateCall call, Proof input) {
        boolean minimum = call.getAggregation().equals(SqlStdOperatorTable.MIN)
                && !call.hasFilter()
                && call.getArgList().size() == 1;
        return minimum
                ? new Known(
                        Set.of(), input.fields().get(call.getArgList().get(0)).counts())
                : Known.NOTHING;
    }

    /** A field carries a count if it does in every branch that has the obligation, and elsewhere is a constant. */
    private Proof union(Union union) {
        List<Proof> branches = new ArrayList<>();
        for (RelNode input : union.getInputs()) {
            branches.add(released(prove(input), "a union"));
        }
        Set<Obligation> met = new HashSet<>();
        branches.forEach(b -> met.addAll(b.met()));
        List<Known> fields = new ArrayList<>();
        for (int i = 0; i < union.getRowType().getFieldCount(); i++) {
            Set<Cell> carried = new HashSet<>();
            for (Proof branch : branches) {
                carried.addAll(branch.fields().get(i).counts());
            }
            fields.add(new Known(Set.of(), carried));
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
