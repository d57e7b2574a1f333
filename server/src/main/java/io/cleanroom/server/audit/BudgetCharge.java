package io.cleanroom.server.audit;

import io.cleanroom.server.collaboration.AccessBudget;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.Transaction;
import java.time.LocalDate;

/**
 * Counts a run against the access budgets of its tables, in the transaction that puts it on record: no run without its
 * charge, whatever becomes of the run or the server. Nothing is given back.
 */
final class BudgetCharge {
    private BudgetCharge() {}

    /** Charges every budget that the run falls under, or refuses and charges none. */
    static void charge(Transaction t, ProtectedQuery query, LocalDate today) {
        Name runner = query.runner().member();
        for (ProtectedQuery.UsedTable used : query.tables()) {
            for (AccessBudget budget : t.budgets().of(used.owner(), used.table())) {
                if (budget.counts(runner)) {
                    if (t.budgets().used(used.owner(), used.table(), budget, today) >= budget.amount()) {
                        throw usedUp(t, query, used, budget, today);
                    }
                    t.budgets().use(used.owner(), used.table(), budget, today);
                }
            }
        }
    }

    private static Problem usedUp(
            Transaction t, ProtectedQuery query, ProtectedQuery.UsedTable used, AccessBudget budget, LocalDate today) {
        String table = query.collaboration()
                .flatMap(c -> t.associations().of(c).stream()
                        .filter(a -> a.owner().equals(used.owner()) && a.table().equals(used.table()))
                        .findFirst())
                .map(a -> a.alias().sql())
                .orElse("a table");
        return new Problem(
                Code.BUDGET_USED_UP,
                "ACCESS_BUDGET_USED_UP: the access budget of table " + table + " of "
                        + used.owner().sql() + ", " + budget.sql() + ", is used up"
                        + budget.period()
                                .next(today)
                                .map(day -> "; it counts from zero again on " + day + " (UTC)")
                                .orElse("; its owner may raise it"));
    }
}
