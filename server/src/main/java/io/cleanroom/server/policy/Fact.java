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
     * An aggregate function over rows.
     *
     * @param function what a grant must name; empty for functions that no grant can name
     * @param argument the bare column; empty for {@code COUNT(*)} and for computed arguments
     * @param bases the columns that a computed argument derives from
     * @param references the references below
     */
    record Aggregated(
            String written,
            Optional<AggregateGrant.Function> function,
            Optional<ColumnReference> argument,
            Set<ColumnReference> bases,
            Set<TableReference> references,
            SqlParserPos pos)
            implements Fact {}

    /** Rows become released groups. */
    record Released(Set<TableReference> references, boolean groupingSets) implements Fact {}

    /** A join of rows that is not an inner join, such as LEFT. */
    record OuterJoined(String type, Set<TableReference> references) implements Fact {}

    /** Rows are kept because another relation of rows has no match: NOT IN, NOT EXISTS. */
    record AntiJoined(Set<TableReference> references) implements Fact {}

    /** An operator over rows for which no rule of typing exists. */
    record OverRows(String operator, Set<TableReference> references) implements Fact {}

    /** Released groups, or constants, are brought back to rows. */
    record Mixed(Set<TableReference> references) implements Fact {}

    /** A kind of node, operator or function that nobody has reviewed. */
    record Unreviewed(String what, SqlParserPos pos) implements Fact {}

    /** Rows would be the answer. */
    record RowsAnswered(Set<TableReference> references, List<Field> fields) implements Fact {}
}
