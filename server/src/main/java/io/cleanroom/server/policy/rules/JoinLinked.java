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

/** Tables that are read together are linked by equalities of JOIN columns: a cross product repeats people at will. */
final class JoinLinked implements Check {
    @Override
    public String id() {
        return "join-linked";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        List<JoinLink> links = JoinLink.in(facts);
        facts.of(Fact.Released.class)
                .map(Fact.Released::references)
                .distinct()
                .flatMap(references -> RowTables.of(references, facts))
                .filter(references -> references.size() > 1)
                .forEach(references -> {
                    TableReference first = references.stream()
                            .min(java.util.Comparator.comparingInt(TableReference::number))
                            .orElseThrow();
                    Set<TableReference> apart = new HashSet<>(references);
                    apart.removeAll(reachable(first, references, links));
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

    /** Every table linked with the first one, directly or through others of them. */
    private static Set<TableReference> reachable(
            TableReference first, Set<TableReference> references, List<JoinLink> links) {
        Set<TableReference> reached = new HashSet<>(Set.of(first));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (JoinLink link : links) {
                if (references.containsAll(link.tables())
                        && link.tables().stream().anyMatch(reached::contains)) {
                    grew |= reached.addAll(link.tables());
                }
            }
        }
        return reached;
    }
}
