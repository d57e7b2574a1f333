package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
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
                        .filter(table -> !f.bareArguments() || !isOfOne(f, table))
                        .findFirst()
                        .ifPresent(table -> against.accept(reason(f, table))));
    }

    private static boolean isOfOne(Fact.Windowed f, TableReference table) {
        return table.identity().filter(f.keys()::contains).isPresent();
    }

    private Reason reason(Fact.Windowed f, TableReference table) {
        return new Reason(
                id(),
                f.function() + " OVER rows of table " + table
                        + (isOfOne(f, table) ? " calculates with an expression" : " looks at several people at once"),
                Uses.known(f.pos()),
                Optional.of(table.owner()),
                table.identity()
                                .map(column -> "OVER (PARTITION BY " + column
                                        + "), or GROUP BY it in a derived table, with columns as they are; ")
                                .orElse("")
                        + "windows over the result of GROUP BY");
    }
}
