package io.cleanroom.server.policy;

import io.cleanroom.server.sql.AllowedFunctions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What conditions and scalar expressions do with columns, as facts. */
final class ExpressionFacts {
    private static final Set<SqlKind> REVIEWED_SUB_QUERIES =
            EnumSet.of(SqlKind.IN, SqlKind.EXISTS, SqlKind.SCALAR_QUERY);

    /** What is known of the rest of the plan. */
    interface Typing {
        /** A sub-query's relation, typed with its own facts. */
        Relation of(RelNode subQuery);

        /** The relation that a sub-query's correlated columns are of; empty for those of a kind that nobody has reviewed. */
        Optional<Relation> around(CorrelationId id);
    }

    private final List<Fact> facts;
    private final Typing typing;
    private final ComparisonFacts comparisons;

    ExpressionFacts(List<Fact> facts, Typing typing) {
        this.facts = facts;
        this.typing = typing;
        this.comparisons = new ComparisonFacts(facts, new ComparisonFacts.Elsewhere() {
            @Override
            public Field outer(RexFieldAccess access) {
                Optional<Relation> around = access.getReferenceExpr() instanceof RexCorrelVariable variable
                        ? typing.around(variable.id)
                        : Optional.empty();
                if (around.isEmpty()) {
                    facts.add(new Fact.Unreviewed(Expressions.OUTER_COLUMN, SqlParserPos.ZERO));
                }
                return around.map(r -> r.fields().get(access.getField().getIndex()))
                        .orElse(Field.computed(Set.of()));
            }

            @Override
            public List<Field> inside(RexSubQuery subQuery) {
                return typing.of(subQuery.rel).fields();
            }
        });
    }

    /** The references that semi-joins in the condition add to those of the input. */
    Set<TableReference> condition(RexNode condition, Relation input, Fact.Place place) {
        Set<TableReference> joined = new HashSet<>();
        if (!input.isRows()) {
            comparisons.truth(condition, input, false);
            expression(condition, input, false, false);
            return joined;
        }
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            if (place == Fact.Place.FILTER && conjunct instanceof RexSubQuery subQuery) {
                joined.addAll(semiJoin(subQuery, input));
                continue;
            }
            if (place == Fact.Place.FILTER && isAntiJoin(conjunct)) {
                antiJoin((RexSubQuery) ((RexCall) conjunct).getOperands().get(0), input);
                continue;
            }
            List<Fact.Equated> equality = equality(conjunct, input);
            if (!equality.isEmpty()) {
                facts.addAll(equality);
                continue;
            }
            List<List<Fact.Equated>> disjuncts = RelOptUtil.disjunctions(conjunct).stream()
                    .map(d -> equality(d, input))
                    .toList();
            if (disjuncts.stream().noneMatch(List::isEmpty)) {
                facts.add(new Fact.EquatedByOr(
                        disjuncts.stream().flatMap(List::stream).toList()));
                continue;
            }
            if (place == Fact.Place.FILTER && keepsThoseKnown(conjunct, input)) {
                continue;
            }
            if (RexOver.containsOver(conjunct)) {
                facts.add(new Fact.OverRows("a window function in a condition", input.references()));
            }
            comparisons.truth(conjunct, input, true);
            Field used = expression(conjunct, input, false, false);
            SqlParserPos pos = position(conjunct);
            used.values().stream()
                    .sorted(Comparator.comparing(ColumnReference::toString))
                    .forEach(column -> facts.add(new Fact.Used(column, place, pos)));
        }
        return joined;
    }

    /** {@code key IS NOT NULL} of whom a minimum counts: it leaves out the rows of nobody, and compares nobody. */
    private static boolean keepsThoseKnown(RexNode conjunct, Relation input) {
        if (!(conjunct instanceof RexCall call)) {
            return false;
        }
        RexNode operand = call.getOperands().get(0);
        boolean notNull = call.getKind() == SqlKind.IS_NOT_NULL;
        if (call.getKind() == SqlKind.NOT && operand instanceof RexCall inner && inner.getKind() == SqlKind.IS_NULL) {
            notNull = true;
            operand = inner.getOperands().get(0);
        }
        return notNull
                && bare(operand, input)
                        .filter(column -> column.table().isAboutWhom(column.column()))
                        .isPresent();
    }

    /** {@code a IN (SELECT b FROM ...)} over rows on both sides is a join by {@code a = b} that repeats nothing. */
    private Set<TableReference> semiJoin(RexSubQuery subQuery, Relation input) {
        Relation inner = typing.of(subQuery.rel);
        if (!inner.isRows()) {
            facts.add(new Fact.Mixed(input.references()));
            return Set.of();
        }
        for (int i = 0; i < subQuery.getOperands().size(); i++) {
            Optional<ColumnReference> left = bare(subQuery.getOperands().get(i), input);
            Optional<ColumnReference> right =
                    i < inner.fields().size() ? inner.fields().get(i).bare() : Optional.empty();
            if (subQuery.getKind() != SqlKind.IN || left.isEmpty() || right.isEmpty()) {
                facts.add(new Fact.Unreviewed("a sub-query that compares more than columns", position(subQuery)));
            } else {
                facts.add(new Fact.Equated(left.get(), right.get()));
            }
        }
        if (subQuery.getKind() != SqlKind.IN) {
            facts.add(new Fact.Unreviewed(
                    Expressions.SUB_QUERY + " (" + subQuery.getKind()
                            + ") that does not equate columns of both queries",
                    position(subQuery)));
        }
        return inner.references();
    }

    private static boolean isAntiJoin(RexNode conjunct) {
        return conjunct.getKind() == SqlKind.NOT
                && ((RexCall) conjunct).getOperands().get(0) instanceof RexSubQuery subQuery
                && (subQuery.getKind() == SqlKind.IN || subQuery.getKind() == SqlKind.EXISTS);
    }

    /** Whatever the sub-query does with its columns: the one fact that it is negated is against it. */
    private void antiJoin(RexSubQuery subQuery, Relation input) {
        int before = facts.size();
        Relation inner = typing.of(subQuery.rel);
        facts.subList(before, facts.size()).clear();
        facts.add(inner.isRows() ? new Fact.AntiJoined(input.references()) : new Fact.Mixed(input.references()));
    }

    /** Over released groups a sub-query's answer is one more released value; among rows it would choose people. */
    private void subQuery(RexSubQuery subQuery, Relation around, Set<ColumnReference> bases) {
        Relation inner = typing.of(subQuery.rel);
        inner.fields().forEach(f -> bases.addAll(f.bases()));
        if (around.isRows()) {
            facts.add(
                    inner.isRows()
                            ? new Fact.Unreviewed(
                                    Expressions.SUB_QUERY + " that is not a condition of its own", position(subQuery))
                            : new Fact.Mixed(around.references()));
        } else if (inner.isRows()) {
            facts.add(new Fact.OverRows("a sub-query", inner.references()));
        } else if (!REVIEWED_SUB_QUERIES.contains(subQuery.getKind())) {
            facts.add(new Fact.Unreviewed(Expressions.SUB_QUERY + " (" + subQuery.getKind() + ")", position(subQuery)));
        } else if (subQuery.getKind() == SqlKind.SCALAR_QUERY && !SingleRow.atMost(subQuery.rel)) {
            facts.add(new Fact.SeveralRows(position(subQuery)));
        }
    }

    /** {@code a = b} where a and b are bare columns of different references, after a UNION ALL each one of several. */
    private static List<Fact.Equated> equality(RexNode node, Relation input) {
        if (node.getKind() != SqlKind.EQUALS || !(node instanceof RexCall call)) {
            return List.of();
        }
        List<Fact.Equated> pairs = new ArrayList<>();
        for (ColumnReference left : plain(call.getOperands().get(0), input)) {
            for (ColumnReference right : plain(call.getOperands().get(1), input)) {
                if (left.table().equals(right.table())) {
                    return List.of();
                }
                pairs.add(new Fact.Equated(left, right));
            }
        }
        return pairs;
    }

    private static Set<ColumnReference> plain(RexNode node, Relation input) {
        return Expressions.inputIndex(Expressions.withoutWidening(node))
                .map(i -> input.fields().get(i).plain())
                .orElse(Set.of());
    }

    private static Optional<ColumnReference> bare(RexNode node, Relation input) {
        return Expressions.inputIndex(Expressions.withoutWidening(node))
                .flatMap(i -> input.fields().get(i).bare());
    }

    /** The columns that INTERSECT or EXCEPT compares. */
    void sides(List<Relation> sides) {
        comparisons.sides(sides);
    }

    /** What a projected expression derives from; its comparisons, functions and unreviewed parts become facts. */
    Field projected(RexNode node, Relation input, boolean deciding) {
        return expression(node, input, deciding, true);
    }

    private Field expression(RexNode node, Relation input, boolean deciding, boolean compares) {
        Optional<Integer> plain = Expressions.inputIndex(node);
        if (plain.isPresent()) {
            return input.fields().get(plain.get());
        }
        Set<ColumnReference> bases = new HashSet<>();
        for (int index : Expressions.inputs(node)) {
            bases.addAll(input.fields().get(index).bases());
        }
        node.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                applied(call, input);
                return super.visitCall(call);
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                // Judged as a whole; its operands like any other's.
                subQuery.getOperands().forEach(operand -> operand.accept(this));
                return subQuery;
            }

            @Override
            public RexNode visitOver(RexOver over) {
                WindowFacts.unreviewed(over, input.isRows())
                        .forEach(what -> facts.add(new Fact.Unreviewed(what, over.getParserPosition())));
                return super.visitOver(over);
            }
        });
        if (compares) {
            comparisons.in(node, input, deciding);
        }
        SubQueries.in(node).forEach(subQuery -> subQuery(subQuery, input, bases));
        Expressions.unreviewed(node).stream()
                .filter(what -> !what.startsWith(Expressions.SUB_QUERY))
                .filter(what -> input.isRows() || !what.equals(Expressions.OUTER_COLUMN))
                .forEach(what -> facts.add(new Fact.Unreviewed(what, position(node))));
        return Field.computed(bases, WindowFacts.values(node, input), ArgumentForm.of(node, input));
    }

    private void applied(RexCall call, Relation input) {
        if (!AllowedFunctions.isReviewed(call.getOperator())) {
            facts.add(new Fact.Unreviewed(call.getOperator().getName(), call.getParserPosition()));
            return;
        }
        if (input.isRows() && !Expressions.isWidening(call) && !FaithfulCast.is(call)) {
            AllowedFunctions.grantName(call.getOperator()).ifPresent(name -> {
                Set<ColumnReference> columns = new HashSet<>();
                Expressions.inputs(call)
                        .forEach(i -> columns.addAll(input.fields().get(i).bases()));
                if (!columns.isEmpty()) {
                    facts.add(new Fact.Applied(name, columns, call.getParserPosition()));
                }
            });
        }
    }

    /** The text position of an expression, if Calcite kept one. */
    static SqlParserPos position(RexNode node) {
        if (!(node instanceof RexCall call)) {
            return SqlParserPos.ZERO;
        }
        if (call.getParserPosition().getLineNum() > 0) {
            return call.getParserPosition();
        }
        return call.getOperands().stream()
                .map(ExpressionFacts::position)
                .filter(p -> p.getLineNum() > 0)
                .findFirst()
                .orElse(SqlParserPos.ZERO);
    }
}
