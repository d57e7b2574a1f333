package io.cleanroom.server.policy;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.core.JoinRelType;

/** Which outer joins of rows the verifier believes: those of CUSTOM tables that keep all rows of the runner's own. */
final class OuterJoins {
    private OuterJoins() {}

    static boolean keepRunners(JoinRelType type, Proof left, Proof right, List<SourceRule> scans) {
        Set<Integer> kept = switch (type) {
            case LEFT -> left.rows();
            case RIGHT -> right.rows();
            default -> Set.of();
        };
        return !kept.isEmpty()
                && kept.stream().allMatch(scan -> scans.get(scan).runners())
                && Proof.union(left.rows(), right.rows()).stream()
                        .allMatch(scan -> scans.get(scan).kind() == SourceRule.Kind.CUSTOM);
    }

    /** What is calculated below an outer join is another thing above it, where it may be NULL for want of a match. */
    static Proof.Known padded(Proof.Known field) {
        return field.content() == Proof.Known.Content.COLUMN
                ? field
                : new Proof.Known(Set.of(), field.counts(), field.bases(), Proof.Known.Content.OTHER, Term.UNPROVED);
    }
}
