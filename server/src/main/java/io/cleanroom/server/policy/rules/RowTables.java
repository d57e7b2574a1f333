package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.TableReference;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables that one row is made of. Of a UNION ALL they are those of one branch, so that what has to hold for a row has to
 * hold whichever it is:
 *
 * <pre>
 * FROM a JOIN (b UNION ALL c) ...   =&gt;   {a, b}, {a, c}
 * </pre>
 */
final class RowTables {
    private RowTables() {}

    /** More tables than {@link TableCount} lets pass are not taken apart: there may be no end of ways to. */
    static Stream<Set<TableReference>> of(Set<TableReference> together, Facts facts) {
        return together.size() > TableCount.MOST
                ? Stream.of(together)
                : oneBranchEach(together, facts.of(Fact.RowsUnited.class).toList());
    }

    private static Stream<Set<TableReference>> oneBranchEach(
            Set<TableReference> together, List<Fact.RowsUnited> unions) {
        Optional<List<Set<TableReference>>> several = unions.stream()
                .map(union -> union.branches().stream()
                        .filter(branch -> branch.stream().anyMatch(together::contains))
                        .toList())
                .filter(branches -> branches.size() > 1)
                .findFirst();
        return several.map(branches -> branches.stream().flatMap(one -> {
                    Set<TableReference> left = new HashSet<>(together);
                    branches.stream().filter(other -> !other.equals(one)).forEach(left::removeAll);
                    return oneBranchEach(left, unions);
                }))
                .orElse(Stream.of(together));
    }
}
