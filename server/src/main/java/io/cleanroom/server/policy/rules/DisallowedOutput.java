package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A column that its owner keeps out of the answer shows there in no form: not under another name, not inside an aggregate or a window, not as the order of the rows. */
final class DisallowedOutput implements Check {
    @Override
    public String id() {
        return "disallowed-output";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        Set<ColumnReference> said = new LinkedHashSet<>();
        facts.of(Fact.Answered.class)
                .forEach(f -> f.columns().stream()
                        .sorted(Comparator.comparing(ColumnReference::toString))
                        .filter(column -> disallowed(column).contains(column.column()) && said.add(column))
                        .forEach(column -> against.accept(new Reason(
                                id(),
                                "column " + column + " would show in "
                                        + (f.sortKey() ? "the order of the rows" : "the answer"),
                                facts.positions().column(column.column()),
                                Optional.of(column.table().owner()),
                                "it in JOIN, WHERE and GROUP BY alone; in the answer any column of " + column.table()
                                        + " but " + Uses.list(disallowed(column))))));
    }

    private static List<Name> disallowed(ColumnReference column) {
        return Uses.custom(column.table())
                .map(AnalysisRule.Custom::disallowedOutputColumns)
                .orElse(List.of());
    }
}
