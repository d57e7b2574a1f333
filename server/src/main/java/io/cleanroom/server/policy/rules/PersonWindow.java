package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/** Over rows a window stands only where it looks at one person at a time: partitioned by the identity column of every table in it. */
final class PersonWindow implements Check {
    @Override
    public String id() {
        return "person-window";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Windowed.class)
                .distinct()
                .forEach(f -> f.references().stream()
                        .sorted(Comparator.comparingInt(TableReference::number))
                        .filter(table -> !fits(f, table))
                        .findFirst()
                        .ifPresent(table -> against.accept(new Reason(
                                id(),
                                f.function() + " OVER rows of table " + table + " looks at several people at once",
                                Uses.known(f.pos()),
                                Optional.of(table.owner()),
                                identity(table)
                                                .map(column -> "OVER (PARTITION BY " + table + "." + column.sql()
                                                        + ") with columns as they are; ")
                                                .orElse("")
                                        + "windows over the result of GROUP BY"))));
    }

    private static boolean fits(Fact.Windowed f, TableReference table) {
        return f.bareArguments()
                && identity(table)
                        .filter(column -> f.keys().contains(new ColumnReference(table, column)))
                        .isPresent();
    }

    private static Optional<Name> identity(TableReference table) {
        return Uses.custom(table).flatMap(AnalysisRule.Custom::identityColumn);
    }
}
