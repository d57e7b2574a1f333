package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.TableReference;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A condition that links two tables: an equality of JOIN columns, or several by OR, of which one holds. */
record JoinLink(List<Fact.Equated> alternatives) {
    static List<JoinLink> in(Facts facts) {
        return Stream.concat(
                        facts.of(Fact.Equated.class).map(List::of),
                        facts.of(Fact.EquatedByOr.class).map(Fact.EquatedByOr::alternatives))
                .map(JoinLink::new)
                .filter(link -> link.tables().size() == 2)
                .filter(link ->
                        link.alternatives().stream().allMatch(f -> Uses.isJoin(f.left()) && Uses.isJoin(f.right())))
                .toList();
    }

    /** Only if each alternative joins the same two tables does an OR link them. */
    private Set<Set<TableReference>> pairs() {
        return alternatives.stream()
                .map(f -> Set.of(f.left().table(), f.right().table()))
                .collect(Collectors.toSet());
    }

    /** The two that are linked; none if the alternatives are of different ones. */
    Set<TableReference> tables() {
        return pairs().size() == 1 ? pairs().iterator().next() : Set.of();
    }

    /** The columns of one of the two that take part. */
    Set<ColumnReference> columns(TableReference table) {
        return alternatives.stream()
                .flatMap(f -> Stream.of(f.left(), f.right()))
                .filter(column -> column.table().equals(table))
                .collect(Collectors.toSet());
    }
}
