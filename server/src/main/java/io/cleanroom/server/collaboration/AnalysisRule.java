package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the owner of a configured table allows; one rule a table. Lists keep the order in which the owner wrote them. */
public sealed interface AnalysisRule {
    /** AGGREGATION, LIST or CUSTOM. */
    String type();

    QueryAccess access();

    /** Empty only where the owner wrote WITHOUT MINIMUM, and under LIST rules that name none. */
    List<OutputConstraint> constraints();

    Set<LogicalOperator> joinOperators();

    /**
     * Aggregates alone. {@code scalarFunctions} are upper-case names out of the reviewed functions. A dimension column is
     * neither a join nor an aggregate column.
     */
    record Aggregation(
            List<Name> joinColumns,
            List<Name> dimensionColumns,
            List<AggregateGrant> aggregateColumns,
            List<String> scalarFunctions,
            boolean joinRequired,
            Set<LogicalOperator> joinOperators,
            QueryAccess access,
            List<OutputConstraint> constraints)
            implements AnalysisRule {
        public Aggregation {
            joinColumns = List.copyOf(joinColumns);
            dimensionColumns = List.copyOf(dimensionColumns);
            aggregateColumns = List.copyOf(aggregateColumns);
            scalarFunctions = List.copyOf(scalarFunctions);
            joinOperators = Set.copyOf(joinOperators);
            constraints = List.copyOf(constraints);
            for (Name dimension : dimensionColumns) {
                if (joinColumns.contains(dimension)
                        || aggregateColumns.stream().anyMatch(a -> a.column().equals(Optional.of(dimension)))) {
                    throw new Problem(
                            Code.INVALID_DEFINITION,
                            "a DIMENSION column can be neither a JOIN nor an AGGREGATE column. Provided: "
                                    + dimension.sql() + " as both");
                }
            }
        }

        @Override
        public String type() {
            return "AGGREGATION";
        }
    }

    /** Row-level output of the overlap, on purpose; constraints are up to the owner. */
    record ListRule(
            List<Name> joinColumns,
            List<Name> listColumns,
            Set<LogicalOperator> joinOperators,
            QueryAccess access,
            List<OutputConstraint> constraints)
            implements AnalysisRule {
        public ListRule {
            joinColumns = List.copyOf(joinColumns);
            listColumns = List.copyOf(listColumns);
            joinOperators = Set.copyOf(joinOperators);
            constraints = List.copyOf(constraints);
            if (joinColumns.isEmpty() || listColumns.isEmpty()) {
                throw new Problem(
                        Code.INVALID_DEFINITION, "a LIST rule needs at least one JOIN COLUMN and one LIST COLUMN");
            }
            for (Name column : listColumns) {
                if (joinColumns.contains(column)) {
                    throw new Problem(
                            Code.INVALID_DEFINITION,
                            "a column can be a JOIN or a LIST column, never both: the match key is never listed."
                                    + " Provided: " + column.sql() + " as both");
                }
            }
        }

        @Override
        public String type() {
            return "LIST";
        }
    }

    /**
     * Any SQL of the closed surface, under templates or by trusted members. Comparison lists that are absent do not limit;
     * present and empty ones forbid all.
     */
    record Custom(
            QueryAccess access,
            List<Name> disallowedOutputColumns,
            Optional<Name> identityColumn,
            Optional<List<Name>> comparisonsWithLiterals,
            Optional<List<Name>> comparisonsWithColumns,
            List<OutputConstraint> constraints)
            implements AnalysisRule {
        public Custom {
            disallowedOutputColumns = List.copyOf(disallowedOutputColumns);
            comparisonsWithLiterals = comparisonsWithLiterals.map(List::copyOf);
            comparisonsWithColumns = comparisonsWithColumns.map(List::copyOf);
            constraints = List.copyOf(constraints);
            if (access instanceof QueryAccess.Direct) {
                throw new Problem(
                        Code.INVALID_DEFINITION, "a CUSTOM rule says TEMPLATES ONLY or QUERIES BY (member, ...)");
            }
        }

        @Override
        public String type() {
            return "CUSTOM";
        }

        @Override
        public Set<LogicalOperator> joinOperators() {
            return Set.of(LogicalOperator.AND, LogicalOperator.OR);
        }
    }
}
