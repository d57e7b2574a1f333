package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
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
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Where an owner lists the columns that may meet constants and parameters, no other does, wherever the comparison is written,
 * and not by way of a column that the query makes equal to it.
 */
final class ComparisonWithLiterals implements Check {
    @Override
    public String id() {
        return "comparison-with-literals";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        Set<ColumnReference> said = new LinkedHashSet<>();
        facts.of(Fact.Compared.class)
                .filter(Fact.Compared::literal)
                .forEach(f -> f.columns().stream()
                        .sorted(Comparator.comparing(ColumnReference::toString))
                        .filter(column -> !allowed(column) && said.add(column))
                        .forEach(column -> against.accept(reason(column, Optional.empty(), f.pos(), facts))));
        List<Set<ColumnReference>> links = Equalities.ofExpressions(facts);
        facts.of(Fact.Compared.class)
                .filter(Fact.Compared::literal)
                .forEach(f -> f.columns().stream()
                        .sorted(Comparator.comparing(ColumnReference::toString))
                        .forEach(other -> Equalities.reachable(Set.of(other), links).stream()
                                .sorted(Comparator.comparing(ColumnReference::toString))
                                .filter(column -> !allowed(column) && said.add(column))
                                .forEach(
                                        column -> against.accept(reason(column, Optional.of(other), f.pos(), facts)))));
    }

    private static boolean allowed(ColumnReference column) {
        return Uses.custom(column.table())
                .flatMap(AnalysisRule.Custom::comparisonsWithLiterals)
                .map(columns -> columns.contains(column.column()))
                .orElse(true);
    }

    private Reason reason(ColumnReference column, Optional<ColumnReference> equal, SqlParserPos pos, Facts facts) {
        return new Reason(
                id(),
                "column " + column + " may not be compared with a constant or parameter"
                        + equal.map(other -> ", also not as " + other + ", which the query makes equal to it")
                                .orElse(""),
                Uses.known(pos).or(() -> facts.positions().column(column.column())),
                Optional.of(column.table().owner()),
                "the columns with COMPARISONS WITH LITERALS of " + column.table() + ": "
                        + Uses.custom(column.table())
                                .flatMap(AnalysisRule.Custom::comparisonsWithLiterals)
                                .map(Uses::list)
                                .orElse("all"));
    }
}
