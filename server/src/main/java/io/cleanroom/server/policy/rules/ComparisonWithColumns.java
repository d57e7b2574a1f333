package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Where an owner lists the columns that may meet other columns, no other does, in a join or anywhere else. */
final class ComparisonWithColumns implements Check {
    @Override
    public String id() {
        return "comparison-with-columns";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        Set<ColumnReference> said = new LinkedHashSet<>();
        Stream<Fact.Equated> equalities = Stream.concat(
                facts.of(Fact.Equated.class),
                facts.of(Fact.EquatedByOr.class).flatMap(or -> or.alternatives().stream()));
        equalities
                .flatMap(f -> Stream.of(f.left(), f.right()))
                .filter(column -> !allowed(column) && said.add(column))
                .forEach(column -> against.accept(reason(column, SqlParserPos.ZERO, facts)));
        facts.of(Fact.Compared.class)
                .filter(f -> f.columns().size() > 1)
                .forEach(f -> f.columns().stream()
                        .sorted(Comparator.comparing(ColumnReference::toString))
                        .filter(column -> !allowed(column) && said.add(column))
                        .forEach(column -> against.accept(reason(column, f.pos(), facts))));
    }

    private static boolean allowed(ColumnReference column) {
        return Uses.custom(column.table())
                .flatMap(AnalysisRule.Custom::comparisonsWithColumns)
                .map(columns -> columns.contains(column.column()))
                .orElse(true);
    }

    private Reason reason(ColumnReference column, SqlParserPos pos, Facts facts) {
        return new Reason(
                id(),
                "column " + column + " may not be compared with another column",
                Uses.known(pos).or(() -> facts.positions().column(column.column())),
                Optional.of(column.table().owner()),
                "the columns with COMPARISONS WITH COLUMNS of " + column.table() + ": "
                        + Uses.custom(column.table())
                                .flatMap(AnalysisRule.Custom::comparisonsWithColumns)
                                .map(Uses::list)
                                .orElse("all"));
    }
}
