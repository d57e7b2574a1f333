package io.cleanroom.server.policy;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a field of a relation derives from.
 *
 * @param bases every column that takes part in it, be it as the key of a window
 * @param values the columns of which it can show a single value: those of MIN, none of COUNT
 * @param plain the columns of which it is one, unchanged, in every row; several after a UNION, none if it is computed
 * @param form whether an aggregate function may take it as its argument where the owner leaves that open
 */
public record Field(Set<ColumnReference> bases, Set<ColumnReference> values, Set<ColumnReference> plain, Form form) {
    /** How a field over rows is made. */
    public enum Form {
        /** A column or a constant. */
        PLAIN,
        /**
         * A window over the rows of each person with the row itself among them. Not for calculations: {@code amount *
         * (ROW_NUMBER() OVER (...) - 1)} is nothing for all but those whom a join repeats.
         */
        WINDOW,
        /** Arithmetic and conditions over plain fields; the rewrite can count who is in each branch. */
        CALCULATED,
        /** Anything else. */
        OPAQUE
    }

    static final Field CONSTANT = new Field(Set.of(), Set.of(), Set.of(), Form.PLAIN);

    public Field {
        bases = Set.copyOf(bases);
        values = Set.copyOf(values);
        plain = Set.copyOf(plain);
    }

    static Field of(ColumnReference column) {
        return new Field(Set.of(column), Set.of(column), Set.of(column), Form.PLAIN);
    }

    static Field computed(Set<ColumnReference> bases) {
        return new Field(bases, bases, Set.of(), Form.OPAQUE);
    }

    static Field computed(Set<ColumnReference> bases, Set<ColumnReference> values, Form form) {
        return new Field(bases, values, Set.of(), form);
    }

    /** The column that it is, unchanged. */
    public Optional<ColumnReference> bare() {
        return plain.size() == 1 ? plain.stream().findFirst() : Optional.empty();
    }

    /**
     * Above an outer join or a UNION nobody can count any longer who is in the branches of a calculation, and a window is not
     * there for every row.
     */
    Field fixed() {
        return form == Form.CALCULATED || form == Form.WINDOW ? new Field(bases, values, plain, Form.OPAQUE) : this;
    }

    /** Derived from both, for example by a UNION. */
    Field or(Field other) {
        boolean unchanged = !plain.isEmpty() && !other.plain.isEmpty();
        return new Field(
                all(bases, other.bases),
                all(values, other.values),
                unchanged ? all(plain, other.plain) : Set.of(),
                form == Form.PLAIN && other.form == Form.PLAIN ? Form.PLAIN : Form.OPAQUE);
    }

    private static Set<ColumnReference> all(Set<ColumnReference> a, Set<ColumnReference> b) {
        Set<ColumnReference> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }
}
