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
import org.apache.calcite.sql.parser.SqlParserPos;

/** Whom a row is about is counted and matched, never shown, sorted, grouped or compared with anything written down: not under CUSTOM rules, and not by way of another column that a join makes equal to it. */
final class IdentityColumn implements Check {
    @Override
    public String id() {
        return "identity-column";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        Set<ColumnReference> keys = MatchKeys.in(facts);
        Set<ColumnReference> said = new LinkedHashSet<>();
        facts.of(Fact.Used.class)
                .filter(f -> keys.contains(f.column()) && said.add(f.column()))
                .forEach(f ->
                        against.accept(reason(f.column(), "used to " + f.place().verb(), f.pos(), facts)));
        facts.of(Fact.Compared.class)
                .forEach(f -> keys.stream()
                        .filter(k -> f.columns().contains(k) && said.add(k))
                        .forEach(k -> against.accept(reason(
                                k,
                                f.literal() ? "compared with a constant" : "compared in this way",
                                f.pos(),
                                facts))));
        facts.of(Fact.Windowed.class)
                .forEach(f -> keys.stream()
                        .filter(k -> f.others().contains(k) && said.add(k))
                        .forEach(k ->
                                against.accept(reason(k, "computed with or sorted by in a window", f.pos(), facts))));
        facts.of(Fact.Aggregated.class)
                .forEach(f -> keys.stream()
                        .filter(k -> shows(f, k) && said.add(k))
                        .forEach(k -> against.accept(reason(k, "the argument of " + f.written(), f.pos(), facts))));
    }

    private static boolean shows(Fact.Aggregated f, ColumnReference key) {
        boolean argument =
                f.field().filter(field -> field.values().contains(key)).isPresent();
        boolean counted = f.counts()
                && f.field().filter(field -> !field.plain().isEmpty()).isPresent();
        return (argument && !counted)
                || f.filter().filter(field -> field.values().contains(key)).isPresent();
    }

    private Reason reason(ColumnReference column, String use, SqlParserPos pos, Facts facts) {
        return new Reason(
                id(),
                "column " + column + " says whom a row is about and may not be " + use,
                Uses.known(pos).or(() -> facts.positions().column(column.column())),
                Optional.of(column.table().owner()),
                "COUNT(" + column + "), COUNT(DISTINCT " + column + ") and equality with a column of another table");
    }
}
