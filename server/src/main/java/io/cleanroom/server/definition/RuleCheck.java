package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Near;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds an analysis rule against the table it is for. */
final class RuleCheck {
    private static final Set<ColumnType.Kind> NOT_NUMBERS = EnumSet.of(
            ColumnType.Kind.BOOLEAN,
            ColumnType.Kind.VARCHAR,
            ColumnType.Kind.VARBINARY,
            ColumnType.Kind.DATE,
            ColumnType.Kind.TIME,
            ColumnType.Kind.TIMESTAMP,
            ColumnType.Kind.ARRAY,
            ColumnType.Kind.ROW);
    /** Clauses about columns that are shown, not compared. */
    private static final Set<String> OF_ANY_TYPE =
            Set.of("DIMENSION COLUMNS", "LIST COLUMNS", "DISALLOWED OUTPUT COLUMNS");

    private static final Set<AggregateGrant.Function> OF_NUMBERS = EnumSet.of(
            AggregateGrant.Function.SUM,
            AggregateGrant.Function.SUM_DISTINCT,
            AggregateGrant.Function.AVG,
            AggregateGrant.Function.STDDEV,
            AggregateGrant.Function.VARIANCE,
            AggregateGrant.Function.MEDIAN,
            AggregateGrant.Function.PERCENTILE);

    private final ConfiguredTable table;
    private final LeftOutColumns leftOut;
    private final Set<String> scalarFunctions;

    RuleCheck(ConfiguredTable table, LeftOutColumns leftOut, Set<String> scalarFunctions) {
        this.table = table;
        this.leftOut = leftOut;
        this.scalarFunctions = scalarFunctions;
    }

    /** Refuses what cannot be meant. */
    void check(AnalysisRule rule) {
        clauses(rule).forEach(this::columns);
        if (rule instanceof AnalysisRule.Aggregation aggregation) {
            aggregation.aggregateColumns().forEach(this::aggregate);
            aggregation.scalarFunctions().forEach(this::function);
        }
    }

    /** True if the table has all columns that the rule names. */
    static boolean knowsColumns(ConfiguredTable table, AnalysisRule rule) {
        Set<Name> known = table.columns().stream().map(Column::name).collect(Collectors.toSet());
        return Stream.concat(
                        clauses(rule).values().stream().flatMap(List::stream),
                        rule instanceof AnalysisRule.Aggregation aggregation
                                ? aggregation.aggregateColumns().stream().flatMap(grant -> grant.column().stream())
                                : Stream.empty())
                .allMatch(known::contains);
    }

    /** The columns by clause, each of which names a column once; those of aggregate functions are apart. */
    private static Map<String, List<Name>> clauses(AnalysisRule rule) {
        Map<String, List<Name>> clauses = new LinkedHashMap<>();
        if (rule instanceof AnalysisRule.Aggregation aggregation) {
            clauses.put("JOIN COLUMNS", aggregation.joinColumns());
            clauses.put("DIMENSION COLUMNS", aggregation.dimensionColumns());
        } else if (rule instanceof AnalysisRule.ListRule list) {
            clauses.put("JOIN COLUMNS", list.joinColumns());
            clauses.put("LIST COLUMNS", list.listColumns());
        } else if (rule instanceof AnalysisRule.Custom custom) {
            clauses.put("DISALLOWED OUTPUT COLUMNS", custom.disallowedOutputColumns());
            clauses.put("IDENTITY COLUMN", custom.identityColumn().stream().toList());
            custom.comparisonsWithLiterals().ifPresent(names -> clauses.put("COMPARISONS WITH LITERALS", names));
            custom.comparisonsWithColumns().ifPresent(names -> clauses.put("COMPARISONS WITH COLUMNS", names));
        }
        clauses.put(
                "MINIMUM",
                rule.constraints().stream().map(OutputConstraint::column).toList());
        return clauses;
    }

    /** What is allowed, and can show one person's value. */
    static List<String> warnings(AnalysisRule rule) {
        List<String> warnings = new ArrayList<>();
        if (rule instanceof AnalysisRule.Aggregation aggregation) {
            aggregation.aggregateColumns().stream()
                    .filter(grant -> grant.function().risky())
                    .forEach(grant -> warnings.add(grant.sql() + " can show the value of a single person"));
        }
        if (!(rule instanceof AnalysisRule.ListRule) && rule.constraints().isEmpty()) {
            warnings.add("WITHOUT MINIMUM releases groups of any size: those of a single person, too");
        }
        return warnings;
    }

    private void columns(String clause, List<Name> names) {
        Set<Name> seen = new HashSet<>();
        for (Name name : names) {
            Column column = column(name);
            if (column.type().isNested() && !OF_ANY_TYPE.contains(clause)) {
                throw notComparable(clause, column);
            }
            if (!seen.add(name)) {
                throw new Problem(Code.INVALID_DEFINITION, clause + " names " + name.sql() + " twice");
            }
        }
    }

    private Column column(Name name) {
        Optional<Column> found =
                table.columns().stream().filter(c -> c.name().equals(name)).findFirst();
        return found.orElseThrow(() -> new Problem(
                Code.UNKNOWN_COLUMN,
                leftOut.why(name)
                        .orElseGet(() -> "column " + name.sql() + " is not in the source of "
                                + table.name().sql()
                                + Near.hint(
                                        name.text(),
                                        table.columns().stream()
                                                .map(c -> c.name().text())
                                                .toList()))));
    }

    private void aggregate(AggregateGrant grant) {
        if (grant.column().isEmpty()) {
            return;
        }
        Column column = column(grant.column().get());
        if (column.type().isNested() && grant.function() != AggregateGrant.Function.COUNT) {
            throw notComparable(grant.sql(), column);
        }
        if (OF_NUMBERS.contains(grant.function())
                && NOT_NUMBERS.contains(column.type().kind())) {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    grant.sql() + " needs a number. Provided: " + column.name().sql() + " of type "
                            + column.type().sql());
        }
    }

    private static Problem notComparable(String clause, Column column) {
        return new Problem(
                Code.TYPE_MISMATCH,
                clause + " takes a column of single values. Provided: "
                        + column.name().sql() + " of type " + column.type().sql()
                        + "; arrays and rows are dimensions, list columns, and counted");
    }

    private void function(String name) {
        if (!scalarFunctions.contains(name)) {
            throw new Problem(
                    Code.UNKNOWN_FUNCTION,
                    "function " + name + " is not among the reviewed scalar functions"
                            + Near.hint(name, scalarFunctions));
        }
    }
}
