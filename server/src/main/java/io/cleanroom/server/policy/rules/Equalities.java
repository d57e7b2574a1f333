package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Columns that conditions bring together, so that what is known of one is known of the other. */
final class Equalities {
    private Equalities() {}

    /** Columns that are equated as they are, be it in one branch of an OR. */
    static List<Set<ColumnReference>> ofColumns(Facts facts) {
        return Stream.concat(
                        facts.of(Fact.Equated.class),
                        facts.of(Fact.EquatedByOr.class).flatMap(or -> or.alternatives().stream()))
                .map(f -> Set.of(f.left(), f.right()))
                .toList();
    }

    /** And columns that are equated after casts and calculations. */
    static List<Set<ColumnReference>> ofExpressions(Facts facts) {
        return Stream.concat(
                        ofColumns(facts).stream(),
                        facts.of(Fact.Compared.class)
                                .filter(Fact.Compared::equates)
                                .map(Fact.Compared::columns))
                .toList();
    }

    /** And columns of which one limits the other: {@code a >= b AND a <= b} is an equality, too. */
    static List<Set<ColumnReference>> orComparisons(Facts facts) {
        return Stream.concat(
                        ofColumns(facts).stream(), facts.of(Fact.Compared.class).map(Fact.Compared::columns))
                .toList();
    }

    /** The columns, and all that any chain of the links connects with them. */
    static Set<ColumnReference> reachable(Collection<ColumnReference> from, List<Set<ColumnReference>> links) {
        Set<ColumnReference> reached = new HashSet<>(from);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Set<ColumnReference> link : links) {
                if (link.stream().anyMatch(reached::contains)) {
                    grew |= reached.addAll(link);
                }
            }
        }
        return reached;
    }
}
