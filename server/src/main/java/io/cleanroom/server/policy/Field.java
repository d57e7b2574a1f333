package io.cleanroom.server.policy;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a field of a relation derives from.
 *
 * @param bases every column whose value takes part in it
 * @param bare the column that it is, unchanged
 */
public record Field(Set<ColumnReference> bases, Optional<ColumnReference> bare) {
    static final Field CONSTANT = new Field(Set.of(), Optional.empty());

    public Field {
        bases = Set.copyOf(bases);
    }

    static Field of(ColumnReference column) {
        return new Field(Set.of(column), Optional.of(column));
    }

    static Field computed(Set<ColumnReference> bases) {
        return new Field(bases, Optional.empty());
    }

    /** Derived from both, for example by a UNION. */
    Field or(Field other) {
        Set<ColumnReference> all = new HashSet<>(bases);
        all.addAll(other.bases);
        return computed(all);
    }
}
