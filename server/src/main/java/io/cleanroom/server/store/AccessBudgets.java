package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.AccessBudget;
import io.cleanroom.server.collaboration.AccessBudget.Period;
import io.cleanroom.server.collaboration.Name;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The access budgets of configured tables, and what of them is used. */
public final class AccessBudgets {
    private final Handle handle;

    AccessBudgets(Handle handle) {
        this.handle = handle;
    }

    /** Those of one table; the one for all runners first. */
    public List<AccessBudget> of(Name owner, Name table) {
        return handle.select(
                        "SELECT runner, period, amount FROM access_budgets WHERE owner = ? AND table_name = ?"
                                + " ORDER BY runner, period",
                        owner.text(),
                        table.text())
                .map((row, context) -> new AccessBudget(
                        row.getString("runner").isEmpty() ? Optional.empty() : Optional.of(Rows.name(row, "runner")),
                        Period.valueOf(row.getString("period")),
                        row.getLong("amount")))
                .list();
    }

    /** Sets the amount; what is used in the present period stays used. */
    public void put(Name owner, Name table, AccessBudget budget) {
        int changed = handle.execute(
                "UPDATE access_budgets SET amount = ? WHERE owner = ? AND table_name = ? AND runner = ? AND period = ?",
                budget.amount(),
                owner.text(),
                table.text(),
                runner(budget),
                budget.period().name());
        if (changed == 0) {
            handle.execute(
                    "INSERT INTO access_budgets (owner, table_name, runner, period, amount) VALUES (?, ?, ?, ?, ?)",
                    owner.text(),
                    table.text(),
                    runner(budget),
                    budget.period().name(),
                    budget.amount());
        }
    }

    /** Drops a budget with its count of uses; whether there was one. */
    public boolean delete(Name owner, Name table, Optional<Name> runner, Period period) {
        return handle.execute(
                        "DELETE FROM access_budgets WHERE owner = ? AND table_name = ? AND runner = ? AND period = ?",
                        owner.text(),
                        table.text(),
                        runner.map(Name::text).orElse(""),
                        period.name())
                > 0;
    }

    /** The uses counted in the period that {@code day} is in. */
    public long used(Name owner, Name table, AccessBudget budget, LocalDate day) {
        return handle.select(
                        "SELECT used FROM access_uses WHERE owner = ? AND table_name = ? AND runner = ? AND period = ?"
                                + " AND period_start = ?",
                        owner.text(),
                        table.text(),
                        runner(budget),
                        budget.period().name(),
                        budget.period().start(day))
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** Counts one use, whether anything is left or not. */
    public void use(Name owner, Name table, AccessBudget budget, LocalDate day) {
        Object[] key = {
            owner.text(),
            table.text(),
            runner(budget),
            budget.period().name(),
            budget.period().start(day)
        };
        int counted = handle.execute(
                "UPDATE access_uses SET used = used + 1 WHERE owner = ? AND table_name = ? AND runner = ?"
                        + " AND period = ? AND period_start = ?",
                key);
        if (counted == 0) {
            handle.execute(
                    "INSERT INTO access_uses (owner, table_name, runner, period, period_start, used)"
                            + " VALUES (?, ?, ?, ?, ?, 1)",
                    key);
        }
    }

    private static String runner(AccessBudget budget) {
        return budget.runner().map(Name::text).orElse("");
    }
}
