package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A list rule shows its LIST columns as they are, as distinct rows of list tables alone. */
final class ListOutput implements Check {
    @Override
    public String id() {
        return "list-output";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        Set<ColumnReference> said = new LinkedHashSet<>();
        facts.of(Fact.Used.class)
                .filter(f ->
                        f.place() == Fact.Place.EXPRESSION && isList(f.column().table()))
                .filter(f -> said.add(f.column()))
                .forEach(f -> against.accept(new Reason(
                        id(),
                        "column " + f.column() + " is listed as it is, not calculated with",
                        Uses.known(f.pos())
                                .or(() -> facts.positions().column(f.column().column())),
                        Optional.of(f.column().table().owner()),
                        shape(f.column().table()))));
        facts.of(Fact.Released.class)
                .filter(f -> f.calls() == 0 && f.references().stream().anyMatch(ListOutput::isList))
                .forEach(f -> f.references().stream()
                        .filter(table -> Uses.aggregation(table).isPresent())
                        .sorted(Comparator.comparingInt(TableReference::number))
                        .forEach(table -> against.accept(new Reason(
                                id(),
                                "table " + table
                                        + " has an AGGREGATION rule and would be listed with rows of a list table",
                                Optional.empty(),
                                Optional.of(table.owner()),
                                "an aggregate function over " + table + " beside the LIST columns: "
                                        + Uses.grants(table) + "; or SELECT DISTINCT from list tables alone"))));
    }

    private static boolean isList(TableReference table) {
        return table.rule() instanceof AnalysisRule.ListRule;
    }

    private static String shape(TableReference table) {
        return "SELECT DISTINCT " + Uses.list(Uses.listColumns(table)) + " or some of them, without functions";
    }
}
