package io.cleanroom.server.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** How a plan says that a counter reaches a minimum, as far as the verifier believes it. */
final class Thresholds {
    private Thresholds() {}

    /** {@code counter >= n} with n at least the minimum; {@code n <= counter} and {@code counter > n} are the same said. */
    static boolean comparesAtLeast(RexNode node, List<Proof.Known> fields, Proof.Count count, int minimum) {
        if (!(node instanceof RexCall call) || call.getOperands().size() != 2) {
            return false;
        }
        if (call.getKind() == SqlKind.OR && !count.branch().equals(Group.EVERYBODY)) {
            List<RexNode> either = call.getOperands();
            return (isNobody(either.get(0), fields, count) && comparesAtLeast(either.get(1), fields, count, minimum))
                    || (isNobody(either.get(1), fields, count)
                            && comparesAtLeast(either.get(0), fields, count, minimum));
        }
        RexNode left = plain(call.getOperands().get(0));
        RexNode right = plain(call.getOperands().get(1));
        return switch (call.getKind()) {
            case GREATER_THAN_OR_EQUAL -> counts(left, fields, count) && number(right) >= minimum;
            case GREATER_THAN -> counts(left, fields, count) && number(right) >= minimum - 1L;
            case LESS_THAN_OR_EQUAL -> counts(right, fields, count) && number(left) >= minimum;
            case LESS_THAN -> counts(right, fields, count) && number(left) >= minimum - 1L;
            default -> false;
        };
    }

    /** {@code counter = 0}. */
    private static boolean isNobody(RexNode node, List<Proof.Known> fields, Proof.Count count) {
        return node instanceof RexCall call
                && call.getKind() == SqlKind.EQUALS
                && counts(plain(call.getOperands().get(0)), fields, count)
                && number(call.getOperands().get(1)) == 0;
    }

    /** {@code CASE WHEN counter = 0 THEN n ELSE counter END}: what is counted, if n is enough for all of it. */
    static Set<Proof.Count> nobodyAsMinimum(RexNode node, Proof input) {
        if (!(node instanceof RexCall call)
                || call.getKind() != SqlKind.CASE
                || call.getOperands().size() != 3
                || !(plain(call.getOperands().get(2)) instanceof RexInputRef counter)) {
            return Set.of();
        }
        return input.fields().get(counter.getIndex()).counts().stream()
                .filter(count -> !count.branch().equals(Group.EVERYBODY))
                .filter(count -> isNobody(call.getOperands().get(0), input.fields(), count))
                .filter(count -> input.met().stream()
                        .filter(o -> o.count().equals(count))
                        .allMatch(o -> number(plain(call.getOperands().get(1))) >= o.minimum()))
                .collect(Collectors.toSet());
    }

    private static boolean counts(RexNode node, List<Proof.Known> fields, Proof.Count count) {
        return node instanceof RexInputRef ref
                && fields.get(ref.getIndex()).counts().contains(count);
    }

    private static long number(RexNode node) {
        if (node instanceof RexLiteral literal
                && SqlTypeName.EXACT_TYPES.contains(literal.getType().getSqlTypeName())) {
            Long value = literal.getValueAs(Long.class);
            return value == null ? Long.MIN_VALUE : value;
        }
        return Long.MIN_VALUE;
    }

    /** {@code COALESCE(counter, n)}: a counter is NULL only in a row that an outer join added for no group. */
    static RexNode withoutDefault(RexNode node) {
        RexNode inner = plain(node);
        return inner.getKind() == SqlKind.COALESCE
                        && inner instanceof RexCall call
                        && call.getOperands().size() == 2
                        && plain(call.getOperands().get(1)) instanceof RexLiteral
                ? call.getOperands().get(0)
                : node;
    }

    /** Without casts between integers, which neither change a count nor hide one. */
    static RexNode plain(RexNode node) {
        if (node instanceof RexCall call
                && (call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.SAFE_CAST)
                && call.getType().getSqlTypeName() == SqlTypeName.BIGINT
                && SqlTypeName.INT_TYPES.contains(
                        call.getOperands().get(0).getType().getSqlTypeName())) {
            return plain(call.getOperands().get(0));
        }
        return node;
    }
}
