package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Which columns hold the same values because a condition equates them, for the verifier. */
final class EqualCells {
    private EqualCells() {}

    /** Every equality of two text, binary or integer columns of one type makes all that equals either equal to both. */
    static List<Proof.Known> equated(List<RexNode> conjuncts, List<Proof.Known> fields) {
        List<Proof.Known> result = new ArrayList<>(fields);
        for (RexNode conjunct : conjuncts) {
            if (conjunct.getKind() != SqlKind.EQUALS || !(conjunct instanceof RexCall call)) {
                continue;
            }
            if (call.getOperands().get(0) instanceof RexInputRef a
                    && call.getOperands().get(1) instanceof RexInputRef b
                    && a.getType().getSqlTypeName() == b.getType().getSqlTypeName()
                    && (a.getType().getSqlTypeName() == SqlTypeName.VARCHAR
                            || a.getType().getSqlTypeName() == SqlTypeName.VARBINARY
                            || SqlTypeName.INT_TYPES.contains(a.getType().getSqlTypeName()))) {
                Set<Proof.Cell> both = Proof.union(
                        result.get(a.getIndex()).equals(),
                        result.get(b.getIndex()).equals());
                for (int i = 0; i < result.size(); i++) {
                    Proof.Known known = result.get(i);
                    if (i == a.getIndex()
                            || i == b.getIndex()
                            || !java.util.Collections.disjoint(known.equals(), both)) {
                        result.set(
                                i,
                                new Proof.Known(
                                        Proof.union(known.equals(), both),
                                        known.counts(),
                                        known.bases(),
                                        known.content(),
                                        known.term()));
                    }
                }
            }
        }
        return result;
    }

    /** What the conditions link. */
    static Set<Proof.Link> links(List<RexNode> conjuncts, List<Proof.Known> fields) {
        Set<Proof.Link> links = new HashSet<>();
        for (RexNode conjunct : conjuncts) {
            List<RexNode> disjuncts = RelOptUtil.disjunctions(conjunct);
            if (disjuncts.size() == 1) {
                pairs(conjunct, fields).forEach(pair -> links.add(new Proof.Link(Set.of(pair))));
                continue;
            }
            List<Set<Set<Proof.Cell>>> alternatives =
                    disjuncts.stream().map(d -> pairs(d, fields)).toList();
            if (alternatives.stream().allMatch(pairs -> pairs.size() == 1)) {
                Proof.Link link = new Proof.Link(
                        alternatives.stream().flatMap(Set::stream).collect(Collectors.toSet()));
                if (link.scans().size() == 2) {
                    links.add(link);
                }
            }
        }
        return links;
    }

    /** Each cell that the one side may be, after a UNION one of several, with each that the other may be. */
    private static Set<Set<Proof.Cell>> pairs(RexNode node, List<Proof.Known> fields) {
        Set<Set<Proof.Cell>> pairs = new HashSet<>();
        if (node.getKind() == SqlKind.EQUALS && node instanceof RexCall call) {
            for (Proof.Cell left : columns(call.getOperands().get(0), fields)) {
                for (Proof.Cell right : columns(call.getOperands().get(1), fields)) {
                    if (left.scan() != right.scan()) {
                        pairs.add(Set.of(left, right));
                    }
                }
            }
        }
        return pairs;
    }

    private static Set<Proof.Cell> columns(RexNode node, List<Proof.Known> fields) {
        return withoutWidening(node) instanceof RexInputRef ref
                        && fields.get(ref.getIndex()).content() == Proof.Known.Content.COLUMN
                ? fields.get(ref.getIndex()).bases()
                : Set.of();
    }

    /** The engine's text says TRY_CAST where the plan has a cast that cannot fail. */
    private static RexNode withoutWidening(RexNode node) {
        return node.getKind() == SqlKind.SAFE_CAST
                        && node instanceof RexCall call
                        && Expressions.isWidening(call.getOperands().get(0).getType(), call.getType())
                ? withoutWidening(call.getOperands().get(0))
                : Expressions.withoutWidening(node);
    }
}
