package io.cleanroom.server.collaboration;

import java.util.List;
import java.util.SortedSet;

/** A configured table as a collaboration sees it, under the association's alias, with its access budgets. */
public record SharedTable(Association association, ConfiguredTable table, List<AccessBudget> budgets) {
    public SharedTable {
        budgets = List.copyOf(budgets);
    }

    public SharedTable(Association association, ConfiguredTable table) {
        this(association, table, List.of());
    }

    public Name alias() {
        return association.alias();
    }

    public Name owner() {
        return table.owner();
    }

    public SortedSet<Name> receivers() {
        return association.receivers();
    }
}
