package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A table with JOIN REQUIRED, and every list table, shows only the overlap with the runner's own people, never its whole. */
final class JoinRequired implements Check {
    @Override
    public String id() {
        return "join-required";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Scanned.class)
                .map(Fact.Scanned::table)
                .filter(JoinRequired::isRequired)
                .filter(table -> !joined(table, facts))
                .forEach(table -> against.accept(new Reason(
                        id(),
                        "table " + table + " is not joined with "
                                + (isRunners(table, facts)
                                        ? "another table"
                                        : "a table of " + facts.runner().sql()),
                        Optional.empty(),
                        Optional.of(table.owner()),
                        "INNER JOIN " + table + " with " + partners(table, facts)
                                + ", directly or through other tables, on its JOIN columns "
                                + Uses.list(Uses.joinColumns(table)))));
    }

    private static boolean isRequired(TableReference table) {
        return table.rule() instanceof AnalysisRule.ListRule
                || Uses.aggregation(table)
                        .map(AnalysisRule.Aggregation::joinRequired)
                        .orElse(false);
    }

    private static boolean joined(TableReference table, Facts facts) {
        Set<TableReference> all =
                facts.of(Fact.Scanned.class).map(Fact.Scanned::table).collect(Collectors.toSet());
        return RowTables.of(all, facts)
                .filter(tables -> tables.contains(table))
                .allMatch(tables -> meets(table, tables, facts));
    }

    /**
     * Whether equalities lead from the table's keys to a table of the runner, from key to key. A column that is none leads no
     * further than to itself: the runner fills the columns of its own table, and {@code own.area = panel.area} brings in all
     * whom {@code panel} knows, whether the runner knows them or not.
     */
    private static boolean meets(TableReference table, Set<TableReference> tables, Facts facts) {
        Set<ColumnReference> keys = new HashSet<>(MatchKeys.of(table));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (JoinLink link : JoinLink.in(facts)) {
                for (TableReference near : link.tables()) {
                    if (!tables.containsAll(link.tables()) || !keys.containsAll(link.columns(near))) {
                        continue;
                    }
                    TableReference far = link.tables().stream()
                            .filter(t -> !t.equals(near))
                            .findFirst()
                            .orElseThrow();
                    if (!far.equals(table) && (isRunners(table, facts) || isRunners(far, facts))) {
                        return true;
                    }
                    grew |= keys.addAll(along(far, link.columns(far)));
                }
            }
        }
        return false;
    }

    private static Set<ColumnReference> along(TableReference table, Set<ColumnReference> columns) {
        Set<ColumnReference> keys = MatchKeys.of(table);
        return keys.containsAll(columns) ? keys : columns.size() == 1 ? columns : Set.of();
    }

    private static boolean isRunners(TableReference table, Facts facts) {
        return table.owner().equals(facts.runner());
    }

    private static String partners(TableReference table, Facts facts) {
        String names = facts.room().tables().stream()
                .filter(t -> isRunners(table, facts)
                        ? !t.alias().equals(table.alias())
                        : t.owner().equals(facts.runner()))
                .map(t -> t.alias().sql())
                .sorted()
                .collect(Collectors.joining(" or "));
        return names.isEmpty() ? "a table, once one is associated" : names;
    }
}
