package io.cleanroom.server.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the verifier knows of a relation.
 *
 * @param rows the scans of members' sources whose rows have passed no Aggregate
 * @param released the scans that have
 * @param open what is still to be compared
 * @param met what has been compared
 * @param pending an Aggregate has counted, and no Filter has compared yet
 * @param links the pairs of scans that an inner join or a filter equates columns of
 */
record Proof(
        Set<Integer> rows,
        Set<Integer> released,
        Set<Obligation> open,
        Set<Obligation> met,
        boolean pending,
        Set<Link> links,
        List<Known> fields) {
    /**
     * One constraint of one scan.
     *
     * @param branch the rows that a condition inside an aggregate function picks, of which there are none or enough; or every
     *     row, of which there are enough
     */
    record Obligation(int scan, String column, int minimum, Group branch) {
        Obligation(int scan, String column, int minimum) {
            this(scan, column, minimum, Group.EVERYBODY);
        }

        Count count() {
            return new Count(new Cell(scan, column), branch);
        }
    }

    /** The distinct values of a cell in some rows; where those are a branch, nobody may stand for enough. */
    record Count(Cell cell, Group branch) {}

    /** A column of one scan. */
    record Cell(int scan, String column) {}

    /**
     * A condition over rows that links two scans: an equality of their columns, or several by OR, of which one holds. Where a
     * UNION has both scans in different branches it says nothing.
     */
    record Link(Set<Set<Cell>> alternatives) {
        Set<Integer> scans() {
            return cells().map(Cell::scan).collect(Collectors.toSet());
        }

        /** The columns of one of the two that take part. */
        Set<Cell> of(int scan) {
            return cells().filter(cell -> cell.scan() == scan).collect(Collectors.toSet());
        }

        private Stream<Cell> cells() {
            return alternatives.stream().flatMap(Set::stream);
        }
    }

    /**
     * What is known of a field: which cells it equals, which cells it counts (after release: is at most the count of), and
     * which cells' values take part in it.
     */
    record Known(Set<Cell> equals, Set<Count> counts, Set<Cell> bases, Content content, Term term) {
        /** What a field of rows holds. */
        enum Content {
            /** A column's value, unchanged, or NULL. */
            COLUMN,
            /** NULL in every row. */
            NULL,
            OTHER
        }

        /** A field that is always NULL. */
        static final Known NULL = new Known(Set.of(), Set.of(), Set.of(), Content.NULL, Term.leaf("literal NULL"));

        static final Known NOTHING = new Known(Set.of(), Set.of(), Set.of(), Content.OTHER, Term.leaf("released"));

        static Known of(Cell cell) {
            return new Known(
                    Set.of(cell),
                    Set.of(),
                    Set.of(cell),
                    Content.COLUMN,
                    Term.leaf("column " + cell.scan() + " " + cell.column()));
        }

        static Known counting(Set<Count> counts) {
            return new Known(Set.of(), counts, Set.of(), Content.OTHER, Term.leaf("released"));
        }

        static Known from(Set<Cell> bases, Term term) {
            return new Known(Set.of(), Set.of(), bases, Content.OTHER, term);
        }
    }

    boolean isRows() {
        return !rows.isEmpty() || pending;
    }

    Proof withFields(List<Known> newFields) {
        return new Proof(rows, released, open, met, pending, links, newFields);
    }

    static <T> Set<T> union(Set<T> a, Set<T> b) {
        Set<T> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }
}
