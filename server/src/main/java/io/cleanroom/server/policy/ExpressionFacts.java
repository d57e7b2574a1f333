package io.cleanroom.server.policy;

import io.cleanroom.server.sql.AllowedFunctions;
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

    ExpressionFacts(List<Fact> facts) {
        this.facts = facts;
    }

    void condition(RexNode condition, Relation input, Fact.Place place) {
        if (!input.isRows()) {
            expression(condition, input);
            return;
        }
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            Optional<Fact.Equated> equality = equality(conjunct, input);
            if (equality.isPresent()) {
                facts.add(equality.get());
                continue;
            }
            List<RexNode> disjuncts = RelOptUtil.disjunctions(conjunct);
            List<Fact.Equated> alternatives = disjuncts.stream()
                    .map(d -> equality(d, input))
                    .flatMap(Optional::stream)
                    .toList();
            if (disjuncts.size() > 1 && alternatives.size() == disjuncts.size()) {
                facts.add(new Fact.EquatedByOr(alternatives));
                continue;
            }
            Field used = expression(conjunct, input);
            SqlParserPos pos = position(conjunct);
            used.bases().forEach(column -> facts.add(new Fact.Used(column, place, pos)));
        }
    }

    /** {@code a = b} where a and b are bare columns of different references. */
    private static Optional<Fact.Equated> equality(RexNode node, Relation input) {
        if (node.getKind() != SqlKind.EQUALS || !(node instanceof RexCall call)) {
            return Optional.empty();
        }
        Optional<ColumnReference> left = bare(call.getOperands().get(0), input);
        Optional<ColumnReference> right = bare(call.getOperands().get(1), input);
        return left.isPresent()
                        && right.isPresent()
                        && !left.get().table().equals(right.get().table())
                ? Optional.of(new Fact.Equated(left.get(), right.get()))
                : Optional.empty();
    }

    private static Optional<ColumnReference> bare(RexNode node, Relation input) {
        return Expressions.inputIndex(Expressions.withoutWidening(node))
                .flatMap(i -> input.fields().get(i).bare());
    }

    /** What an expression derives from; functions and unreviewed parts become facts. */
    Field expression(RexNode node, Relation input) {
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
                if (input.isRows()) {
                    facts.add(new Fact.OverRows("a window function", input.references()));
                }
                if (!AllowedFunctions.isReviewedWindow(over.getAggOperator())) {
                    facts.add(new Fact.Unreviewed(over.getAggOperator().getName(), over.getParserPosition()));
                }
                return super.visitOver(over);
            }
        });
        Expressions.unreviewed(node).forEach(what -> facts.add(new Fact.Unreviewed(what, position(node))));
        return Field.computed(bases);
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
