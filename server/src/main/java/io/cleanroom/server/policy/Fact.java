package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.AggregateGrant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Something that a query does, as the analysis found it; rules judge facts and nothing else. */
public sealed interface Fact {
    /** A table is read. */
    record Scanned(TableReference table) implements Fact {}

    /** A column meets anything but an equality with another reference's column: it filters, groups, or is computed with. */
    record Used(ColumnReference column, Place place, SqlParserPos pos) implements Fact {}

    /** Where a column is used. */
    enum Place {
        FILTER("filter"),
        JOIN_CONDITION("restrict a join"),
        GROUP_KEY("group"),
        EXPRESSION("compute with");

        private final String verb;

        Place(String verb) {
            this.verb = verb;
        }

        /** As in "column x may not be used to ...". */
        public String verb() {
            return verb;
        }
    }

    /** {@code a = b} as a condition of its own, a and b columns of different references. */
    record Equated(ColumnReference left, ColumnReference right) implements Fact {}

    /** Equalities between columns of different references, connected by OR. */
    record EquatedByOr(List<Equated> alternatives) implements Fact {
        public EquatedByOr {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A scalar function is applied to columns. */
    record Applied(String function, Set<ColumnReference> columns, SqlParserPos pos) implements Fact {}

    /**
     * A comparison, or a function that can stand for one, wherever it is written.
     *
     * @param columns whose values are compared: with each other if they are several
     * @param literal a constant or a parameter takes part
     * @param equates the comparison is an equality, whatever is calculated on its sides
     * @param listed a column of written values takes part, among released groups
     */
    record Compared(Set<ColumnReference> columns, boolean literal, boolean equates, boolean listed, SqlParserPos pos)
            implements Fact {
        public Compared {
            columns = Set.copyOf(columns);
        }
    }

    /**
     * An aggregate function over rows.
     *
     * @param function what a grant must name; empty for functions that no grant can name
     * @param argument the bare column; empty for {@code COUNT(*)} and for computed arguments
     * @param field what the argument is made of; empty for {@code COUNT(*)}
     * @param filter what the condition of FILTER is made of
     * @param references the references below
     */
    record Aggregated(
            String written,
            Optional<AggregateGrant.Function> function,
            Optional<ColumnReference> argument,
            Optional<Field> field,
            Optional<Field> filter,
            Set<TableReference> references,
            SqlParserPos pos)
            implements Fact {
        private static final Set<AggregateGrant.Function> COUNTING = Set.of(
                AggregateGrant.Function.COUNT,
                AggregateGrant.Function.COUNT_DISTINCT,
                AggregateGrant.Function.APPROX_COUNT_DISTINCT);

        /** The columns that the argument derives from. */
        public Set<ColumnReference> bases() {
            return field.map(Field::bases).orElse(Set.of());
        }

        /** Whether it says how many values there are and nothing of the values. */
        public boolean counts() {
            return function.filter(COUNTING::contains).isPresent();
        }
    }

    /**
     * Rows become released groups.
     *
     * @param keys the fields that are grouped by
     * @param calls how many aggregate functions there are; none for DISTINCT
     */
    record Released(Set<TableReference> references, List<Field> keys, int calls, boolean groupingSets) implements Fact {
        public Released {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A join of rows that is not an inner join.
     *
     * @param preserved the references whose rows all stay; empty if neither side's do, or both sides'
     * @param padded the references of the other side, whose columns are NULL where nothing matches
     */
    record OuterJoined(String type, Set<TableReference> preserved, Set<TableReference> padded) implements Fact {}

    /** UNION ALL of rows: each row is made of the references of one branch. */
    record RowsUnited(List<Set<TableReference>> branches) implements Fact {
        public RowsUnited {
            branches = List.copyOf(branches);
        }
    }

    /**
     * A window over rows.
     *
     * @param keys the bare columns that it is partitioned by, or that an inner join makes equal to such
     * @param others the columns that it is ordered by or computes with
     * @param bareArguments whether it computes with nothing but columns and constants
     */
    record Windowed(
            String function,
            Set<ColumnReference> keys,
            Set<ColumnReference> others,
            boolean bareArguments,
            Set<TableReference> references,
            SqlParserPos pos)
            implements Fact {}

    /** What the answer shows, or is sorted by. */
    record Answered(Set<ColumnReference> columns, boolean sortKey) implements Fact {}

    /** Rows are kept because another relation of rows has no match: NOT IN, NOT EXISTS. */
    record AntiJoined(Set<TableReference> references) implements Fact {}

    /** An operator over rows for which no rule of typing exists. */
    record OverRows(String operator, Set<TableReference> references) implements Fact {}

    /** A sub-query stands for a value and may have several rows. */
    record SeveralRows(SqlParserPos pos) implements Fact {}

    /** Released groups, or constants, are brought back to rows. */
    record Mixed(Set<TableReference> references) implements Fact {}

    /** A kind of node, operator or function that nobody has reviewed. */
    record Unreviewed(String what, SqlParserPos pos) implements Fact {}

    /** Rows would be the answer. */
    record RowsAnswered(Set<TableReference> references, List<Field> fields) implements Fact {}
}
