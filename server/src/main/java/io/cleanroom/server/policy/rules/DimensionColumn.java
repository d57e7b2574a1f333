package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Only dimension columns filter, group and enter expressions. */
final class DimensionColumn implements Check {
    @Override
    public String id() {
        return "dimension-column";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        Set<ColumnReference> said = new LinkedHashSet<>();
        facts.of(Fact.Used.class)
                .filter(f -> !Uses.isDimension(f.column()))
                .filter(f -> said.add(f.column()))
                .forEach(f -> against.accept(reason(f, facts)));
    }

    private Reason reason(Fact.Used f, Facts facts) {
        ColumnReference column = f.column();
        return new Reason(
                id(),
                "column " + column + " may not be used to " + f.place().verb(),
                Uses.known(f.pos()).or(() -> facts.positions().column(column.column())),
                Optional.of(column.table().owner()),
                "the " + (Uses.aggregation(column.table()).isPresent() ? "DIMENSION" : "LIST") + " columns of "
                        + column.table() + ": " + Uses.list(Uses.dimensions(column.table())));
    }
}
