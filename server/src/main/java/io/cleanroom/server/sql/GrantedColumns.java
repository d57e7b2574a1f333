package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Name;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which columns of a table exist for queries at all: those that its rule grants for some use. */
public final class GrantedColumns {
    private GrantedColumns() {}

    /** In the order of the source; empty without a rule. */
    public static List<Column> of(ConfiguredTable table) {
        Set<Name> granted = table.rule().map(rule -> names(table, rule)).orElse(Set.of());
        return table.columns().stream().filter(c -> granted.contains(c.name())).toList();
    }

    private static Set<Name> names(ConfiguredTable table, AnalysisRule rule) {
        Set<Name> names = new LinkedHashSet<>();
        if (rule instanceof AnalysisRule.Aggregation a) {
            names.addAll(a.joinColumns());
            names.addAll(a.dimensionColumns());
            a.aggregateColumns().stream()
                    .map(AggregateGrant::column)
                    .flatMap(Optional::stream)
                    .forEach(names::add);
        } else if (rule instanceof AnalysisRule.ListRule l) {
            names.addAll(l.joinColumns());
            names.addAll(l.listColumns());
        } else {
            table.columns().forEach(c -> names.add(c.name()));
        }
        return names;
    }
}
