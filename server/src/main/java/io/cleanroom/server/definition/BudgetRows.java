package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AccessBudget;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Access budgets: all of own tables; of others', those that count the member's own queries. */
final class BudgetRows {
    private BudgetRows() {}

    static List<@Nullable Object[]> budgets(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ConfiguredTable table : view.ownTables()) {
            for (AccessBudget budget : view.transaction().budgets().of(table.owner(), table.name())) {
                rows.add(row(view, table, null, table.name(), budget));
            }
        }
        for (Room room : view.rooms()) {
            for (SharedTable shared : view.othersTables(room)) {
                for (AccessBudget budget : visible(view, shared.table())) {
                    rows.add(row(view, shared.table(), room.collaboration().name(), shared.alias(), budget));
                }
            }
        }
        return rows;
    }

    private static @Nullable Object[] row(
            View view, ConfiguredTable table, @Nullable Name collaboration, Name name, AccessBudget budget) {
        long used = view.transaction().budgets().used(table.owner(), table.name(), budget, today(view));
        return new @Nullable Object[] {
            table.owner().text(),
            collaboration == null ? null : collaboration.text(),
            name.text(),
            budget.runner().map(Name::text).orElse(null),
            budget.amount(),
            budget.period().name(),
            used,
            remaining(budget, used),
            budget.period().next(today(view)).orElse(null)
        };
    }

    private static LocalDate today(View view) {
        return LocalDate.ofInstant(view.now(), ZoneOffset.UTC);
    }

    private static long remaining(AccessBudget budget, long used) {
        return Math.max(0, budget.amount() - used);
    }

    private static List<AccessBudget> visible(View view, ConfiguredTable table) {
        return view.transaction().budgets().of(table.owner(), table.name()).stream()
                .filter(b -> table.owner().equals(view.member()) || b.counts(view.member()))
                .toList();
    }

    /** For example {@code 990 left of 1000 PER MONTH}; nothing without a budget. */
    static @Nullable String text(View view, ConfiguredTable table) {
        List<AccessBudget> budgets = visible(view, table);
        return budgets.isEmpty()
                ? null
                : budgets.stream().map(b -> text(view, table, b)).collect(Collectors.joining(", "));
    }

    private static String text(View view, ConfiguredTable table, AccessBudget budget) {
        long used = view.transaction().budgets().used(table.owner(), table.name(), budget, today(view));
        return remaining(budget, used) + " left of " + budget.sql();
    }

    /** Those that stand in the way of the next query, as text. */
    static List<String> usedUp(View view, ConfiguredTable table) {
        return visible(view, table).stream()
                .filter(b ->
                        view.transaction().budgets().used(table.owner(), table.name(), b, today(view)) >= b.amount())
                .map(b -> b.sql() + " is used up"
                        + b.period()
                                .next(today(view))
                                .map(day -> ", until " + day + " (UTC)")
                                .orElse(""))
                .toList();
    }
}
