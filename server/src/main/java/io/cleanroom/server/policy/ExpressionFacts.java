package io.cleanroom.server.policy;

import io.cleanroom.server.sql.AllowedFunctions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What conditions and scalar expressions do with columns, as facts. */
final class ExpressionFacts {
    private final List<Fact> facts;
    private final ComparisonFacts comparisons;

    ExpressionFacts(List<Fact> facts) {
        this.facts = facts;
        this.comparisons = new ComparisonFacts(facts);
    }

    void condition(RexNode condition, Relation input, Fact.Place place) {
        if (!input.isRows()) {
            comparisons.truth(condition, input, false);
            expression(condition, input, false, false);
            return;
        }
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
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
            if (RexOver.containsOver(conjunct)) {
                facts.add(new Fact.OverRows("a window function in a condition", input.references()));
            }
            comparisons.truth(conjunct, input, true);
            Field used = expression(conjunct, input, false, false);
            SqlParserPos pos = position(conjunct);
            used.values().forEach(column -> facts.add(new Fact.Used(column, place, pos)));
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
            public RexNode visitOver(RexOver over) {
                if (!WindowFacts.isReviewed(over)) {
                    facts.add(new Fact.Unreviewed(over.getAggOperator().getName(), over.getParserPosition()));
                }
                return super.visitOver(over);
            }
        });
        if (compares) {
            comparisons.in(node, input, deciding);
        }
        Expressions.unreviewed(node).forEach(what -> facts.add(new Fact.Unreviewed(what, position(node))));
        return Field.computed(bases, WindowFacts.values(node, input), ArgumentForm.of(node, input));
    }

    private void applied(RexCall call, Relation input) {
        if (!AllowedFunctions.isReviewed(call.getOperator())) {
            facts.add(new Fact.Unreviewed(call.getOperator().getName(), call.getParserPosition()));
            return;
        }
        if (input.isRows() && !Expressions.isWidening(call)) {
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
