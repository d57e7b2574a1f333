package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a rule lets others do with a column, in words. A column that is counted by a constraint and nothing else is not
 * granted: its name is its owner's.
 */
public record Grants(AnalysisRule rule) {
    public boolean granted(Name column) {
        return !uses(column).isEmpty();
    }

    public List<String> uses(Name column) {
        List<String> uses = new ArrayList<>();
        if (rule instanceof AnalysisRule.Aggregation aggregation) {
            add(uses, "JOIN", aggregation.joinColumns().contains(column));
            add(uses, "DIMENSION", aggregation.dimensionColumns().contains(column));
            add(uses, "AGGREGATE", !aggregates(aggregation, column).isEmpty());
        } else if (rule instanceof AnalysisRule.ListRule list) {
            add(uses, "JOIN", list.joinColumns().contains(column));
            add(uses, "LIST", list.listColumns().contains(column));
        } else if (rule instanceof AnalysisRule.Custom custom) {
            uses.add("ANY");
            add(uses, "NOT OUTPUT", custom.disallowedOutputColumns().contains(column));
            add(uses, "IDENTITY", custom.identityColumn().equals(Optional.of(column)));
        }
        return uses;
    }

    /** The functions granted on it: aggregates on their column, scalar ones on every dimension. */
    public List<String> functions(Name column) {
        List<String> functions = new ArrayList<>();
        if (rule instanceof AnalysisRule.Aggregation aggregation) {
            aggregates(aggregation, column)
                    .forEach(grant -> functions.add(grant.function().name().replace('_', ' ')));
            if (aggregation.dimensionColumns().contains(column)) {
                functions.addAll(aggregation.scalarFunctions());
            }
        }
        return functions;
    }

    private static List<AggregateGrant> aggregates(AnalysisRule.Aggregation rule, Name column) {
        return rule.aggregateColumns().stream()
                .filter(grant -> grant.column().equals(Optional.of(column)))
                .toList();
    }

    private static void add(List<String> uses, String use, boolean granted) {
        if (granted) {
            uses.add(use);
        }
    }

    /** The constraint with its column's name only if others know the column anyway. */
    public String publicText(OutputConstraint constraint) {
        return granted(constraint.column())
                ? constraint.sql()
                : "MINIMUM " + constraint.minimum() + " DISTINCT values of a column that is not granted";
    }

    /** All constraints; the explicit absence of one is said, too. Empty for LIST rules without any. */
    public String minimums(boolean toOwner) {
        if (rule instanceof AnalysisRule.ListRule && rule.constraints().isEmpty()) {
            return "";
        }
        return rule.constraints().isEmpty()
                ? "WITHOUT MINIMUM"
                : rule.constraints().stream()
                        .map(c -> toOwner ? c.sql() : publicText(c))
                        .collect(Collectors.joining(", "));
    }
}
