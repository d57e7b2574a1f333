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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds an analysis rule against the table it is for. */
final class RuleCheck {
    private static final Set<ColumnType.Kind> NOT_NUMBERS = EnumSet.of(
            ColumnType.Kind.BOOLEAN,
            ColumnType.Kind.VARCHAR,
            ColumnType.Kind.DATE,
            ColumnType.Kind.TIME,
            ColumnType.Kind.TIMESTAMP);
    private static final Set<AggregateGrant.Function> OF_NUMBERS = EnumSet.of(
            AggregateGrant.Function.SUM,
            AggregateGrant.Function.SUM_DISTINCT,
            AggregateGrant.Function.AVG,
            AggregateGrant.Function.STDDEV,
            AggregateGrant.Function.VARIANCE,
            AggregateGrant.Function.MEDIAN,
            AggregateGrant.Function.PERCENTILE);

    private final ConfiguredTable table;
    private final Set<String> scalarFunctions;

    RuleCheck(ConfiguredTable table, Set<String> scalarFunctions) {
        this.table = table;
        this.scalarFunctions = scalarFunctions;
    }

    /** Refuses what cannot be meant. */
    void check(AnalysisRule rule) {
        if (rule instanceof AnalysisRule.Aggregation aggregation) {
            columns("JOIN COLUMNS", aggregation.joinColumns());
            columns("DIMENSION COLUMNS", aggregation.dimensionColumns());
            aggregation.aggregateColumns().forEach(this::aggregate);
            aggregation.scalarFunctions().forEach(this::function);
        } else if (rule instanceof AnalysisRule.ListRule list) {
            columns("JOIN COLUMNS", list.joinColumns());
            columns("LIST COLUMNS", list.listColumns());
        } else if (rule instanceof AnalysisRule.Custom custom) {
            columns("DISALLOWED OUTPUT COLUMNS", custom.disallowedOutputColumns());
            custom.identityColumn().ifPresent(this::column);
            custom.comparisonsWithLiterals().ifPresent(names -> columns("COMPARISONS WITH LITERALS", names));
            custom.comparisonsWithColumns().ifPresent(names -> columns("COMPARISONS WITH COLUMNS", names));
        }
        columns(
                "MINIMUM",
                rule.constraints().stream().map(OutputConstraint::column).toList());
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
            column(name);
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
                "column " + name.sql() + " is not in the source of "
                        + table.name().sql()
                        + Near.hint(
                                name.text(),
                                table.columns().stream()
                                        .map(c -> c.name().text())
                                        .toList())));
    }

    private void aggregate(AggregateGrant grant) {
        if (grant.column().isEmpty()) {
            return;
        }
        Column column = column(grant.column().get());
        if (OF_NUMBERS.contains(grant.function())
                && NOT_NUMBERS.contains(column.type().kind())) {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    grant.sql() + " needs a number. Provided: " + column.name().sql() + " of type "
                            + column.type().sql());
        }
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
