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

    /** Every equality of two text or integer columns of one type makes all that equals either equal to both. */
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

    /** The pairs of cells that the conditions equate; an OR of equalities counts if each is between the same two scans. */
    static Set<Set<Proof.Cell>> links(List<RexNode> conjuncts, List<Proof.Known> fields) {
        Set<Set<Proof.Cell>> links = new HashSet<>();
        for (RexNode conjunct : conjuncts) {
            List<Set<Proof.Cell>> alternatives = RelOptUtil.disjunctions(conjunct).stream()
                    .map(d -> pair(d, fields))
                    .toList();
            boolean samePair = alternatives.stream()
                            .map(cells -> cells.stream().map(Proof.Cell::scan).collect(Collectors.toSet()))
                            .distinct()
                            .count()
                    == 1;
            if (samePair && alternatives.stream().noneMatch(Set::isEmpty)) {
                links.addAll(alternatives);
            }
        }
        return links;
    }

    private static Set<Proof.Cell> pair(RexNode node, List<Proof.Known> fields) {
        if (node.getKind() == SqlKind.EQUALS
                && node instanceof RexCall call
                && Expressions.withoutWidening(call.getOperands().get(0)) instanceof RexInputRef a
                && Expressions.withoutWidening(call.getOperands().get(1)) instanceof RexInputRef b) {
            Set<Proof.Cell> left = fields.get(a.getIndex()).bases();
            Set<Proof.Cell> right = fields.get(b.getIndex()).bases();
            if (left.size() == 1 && right.size() == 1) {
                return Proof.union(left, right);
            }
        }
        return Set.of();
    }
}
