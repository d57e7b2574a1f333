package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * How often queries may use a table in a period of the calendar (UTC). A query uses each table in it once.
 *
 * @param runner the member whose queries count; empty: all members' queries together
 * @param amount 0..1,000,000,000; 0 closes the table
 */
public record AccessBudget(Optional<Name> runner, Period period, long amount) {
    private static final long MAXIMUM = 1_000_000_000;

    /** After what time uses are counted from zero again. Weeks begin on Monday. */
    public enum Period {
        DAY,
        WEEK,
        MONTH,
        LIFETIME;

        /** The first day of the period that {@code day} is in; for a lifetime, always the same one. */
        public LocalDate start(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
                case LIFETIME -> LocalDate.EPOCH;
            };
        }

        /** The first day on which uses count from zero again; never, for a lifetime. */
        public Optional<LocalDate> next(LocalDate day) {
            LocalDate start = start(day);
            return switch (this) {
                case DAY -> Optional.of(start.plusDays(1));
                case WEEK -> Optional.of(start.plusWeeks(1));
                case MONTH -> Optional.of(start.plusMonths(1));
                case LIFETIME -> Optional.empty();
            };
        }
    }

    public AccessBudget {
        if (amount < 0 || amount > MAXIMUM) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "an ACCESS BUDGET must be from 0 to " + MAXIMUM + ". Provided value: " + amount);
        }
    }

    /** For example {@code 1000 PER MONTH FOR advertiserco}. */
    public String sql() {
        return amount + " PER " + period + runner.map(r -> " FOR " + r.sql()).orElse("");
    }

    /** Whether uses by the member count. */
    public boolean counts(Name member) {
        return runner.map(member::equals).orElse(true);
    }
}
