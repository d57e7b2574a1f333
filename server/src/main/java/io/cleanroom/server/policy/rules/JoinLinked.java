package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables that are read together are linked by equalities of JOIN columns: a cross product repeats people at will. */
final class JoinLinked implements Check {
    @Override
    public String id() {
        return "join-linked";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Released.class)
                .map(Fact.Released::references)
                .distinct()
                .filter(references -> references.size() > 1)
                .forEach(references -> {
                    TableReference first = references.stream()
                            .min(java.util.Comparator.comparingInt(TableReference::number))
                            .orElseThrow();
                    Set<TableReference> apart = new HashSet<>(references);
                    apart.removeAll(reachable(first, facts));
                    if (!apart.isEmpty()) {
                        against.accept(new Reason(
                                id(),
                                "no equality of JOIN columns links " + first + " with "
                                        + apart.stream()
                                                .map(TableReference::toString)
                                                .sorted()
                                                .collect(Collectors.joining(", ")),
                                Optional.empty(),
                                Optional.of(first.owner()),
                                "JOIN ... ON with an equality of JOIN columns; those of " + first + ": "
                                        + (Uses.custom(first).isPresent()
                                                ? "all columns"
                                                : Uses.list(Uses.joinColumns(first)))));
                    }
                });
    }

    /** Every table linked with the first one, directly or through others. */
    static Set<TableReference> reachable(TableReference first, Facts facts) {
        Set<TableReference> reached = new HashSet<>(Set.of(first));
        boolean grew = true;
        while (grew) {
            boolean more = united(reached, facts);
            grew = links(facts)
                    .filter(pair -> reached.contains(pair.left().table())
                            != reached.contains(pair.right().table()))
                    .map(pair -> reached.addAll(
                            List.of(pair.left().table(), pair.right().table())))
                    .reduce(more, (a, b) -> a || b);
        }
        return reached;
    }

    /** Rows of which some are one table's and some another's repeat nobody. */
    private static boolean united(Set<TableReference> reached, Facts facts) {
        return facts.of(Fact.RowsUnited.class)
                .map(Fact.RowsUnited::references)
                .filter(together -> together.stream().anyMatch(reached::contains))
                .map(reached::addAll)
                .reduce(false, (a, b) -> a || b);
    }

    private static Stream<Fact.Equated> links(Facts facts) {
        return Stream.concat(
                facts.of(Fact.Equated.class),
                facts.of(Fact.EquatedByOr.class)
                        .filter(or -> samePair(or))
                        .map(or -> or.alternatives().get(0)))
                .filter(f -> Uses.isJoin(f.left()) && Uses.isJoin(f.right()))
                .toList()
                .stream();
    }

    /** Only if each alternative joins the same two tables does an OR link them. */
    private static boolean samePair(Fact.EquatedByOr or) {
        return or.alternatives().stream()
                                .map(f -> Set.of(f.left().table(), f.right().table()))
                                .distinct()
                                .count()
                        == 1
                && or.alternatives().stream().allMatch(f -> Uses.isJoin(f.left()) && Uses.isJoin(f.right()));
    }
}
