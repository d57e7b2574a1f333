package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.collaboration.AccessBudget;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.sql.statement.Definition;
import java.util.Optional;
import java.util.Set;

/** Access budgets, by the table's owner alone. They take effect for the next query; approvals of templates stay as they are. */
final class BudgetStatements {
    private BudgetStatements() {}

    static Change.Step set(Principal principal, Definition.SetAccessBudget statement) {
        principal.require(Role.ADMIN, "ALTER CONFIGURED TABLE");
        AccessBudget budget = statement.budget();
        return change -> {
            ConfiguredTable table = change.ownTable(statement.table());
            if (budget.runner()
                    .filter(r -> change.transaction().members().find(r).isEmpty())
                    .isPresent()) {
                throw Change.unknown("member", budget.runner().get());
            }
            change.transaction().budgets().put(table.owner(), table.name(), budget);
            return Optional.of(effect(Action.SET_ACCESS_BUDGET, table).with("budget", budget.sql()));
        };
    }

    static Change.Step drop(Principal principal, Definition.DropAccessBudget statement) {
        principal.require(Role.ADMIN, "ALTER CONFIGURED TABLE");
        return change -> {
            ConfiguredTable table = change.ownTable(statement.table());
            if (!change.transaction()
                    .budgets()
                    .delete(table.owner(), table.name(), statement.runner(), statement.period())) {
                throw Change.unknown("access budget PER " + statement.period() + " of "
                        + table.name().sql());
            }
            return Optional.of(effect(Action.DROP_ACCESS_BUDGET, table));
        };
    }

    private static Effect effect(Action action, ConfiguredTable table) {
        return Effect.of(action, table.name().text(), Set.of(table.owner()));
    }
}
