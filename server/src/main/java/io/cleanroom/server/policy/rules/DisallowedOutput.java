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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column that its owner keeps out of the answer shows there in no form: not under another name, not inside an aggregate or a
 * window, not as the order of the rows, and not by way of a column that a condition compares it with.
 */
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
        compared(facts, said, against);
        listed(facts, said, against);
    }

    /** {@code ON v.age + 0 = x.years GROUP BY x.years} shows ages; a count of {@code x.years} does not. */
    private void compared(Facts facts, Set<ColumnReference> said, Consumer<Reason> against) {
        Set<ColumnReference> answered =
                facts.of(Fact.Answered.class).flatMap(f -> f.columns().stream()).collect(Collectors.toSet());
        Set<ColumnReference> shown = Stream.concat(
                        facts.of(Fact.Used.class)
                                .filter(f -> f.place() == Fact.Place.GROUP_KEY)
                                .map(Fact.Used::column),
                        facts.of(Fact.Aggregated.class)
                                .filter(f -> !f.counts())
                                .flatMap(f -> f.field().stream())
                                .flatMap(field -> field.values().stream()))
                .filter(answered::contains)
                .collect(Collectors.toSet());
        List<Set<ColumnReference>> links = Equalities.orComparisons(facts);
        links.stream()
                .flatMap(Set::stream)
                .filter(column -> disallowed(column).contains(column.column()))
                .distinct()
                .sorted(Comparator.comparing(ColumnReference::toString))
                .forEach(column -> Equalities.reachable(Set.of(column), links).stream()
                        .filter(other -> !other.equals(column) && shown.contains(other))
                        .min(Comparator.comparing(ColumnReference::toString))
                        .filter(other -> said.add(column))
                        .ifPresent(other -> against.accept(new Reason(
                                id(),
                                "column " + column + " would show in the answer as " + other
                                        + ", with which the query compares it",
                                facts.positions().column(other.column()),
                                Optional.of(column.table().owner()),
                                "COUNT(" + other + ") and COUNT(DISTINCT " + other
                                        + "), other columns in the answer, or " + column
                                        + " compared with constants alone"))));
    }

    /** {@code (VALUES (17), (18)) AS t (y) ... ON t.y = v.age} would list ages as {@code t.y}. */
    private void listed(Facts facts, Set<ColumnReference> said, Consumer<Reason> against) {
        facts.of(Fact.Compared.class)
                .filter(Fact.Compared::listed)
                .forEach(f -> f.columns().stream()
                        .filter(column -> disallowed(column).contains(column.column()) && said.add(column))
                        .forEach(column -> against.accept(new Reason(
                                id(),
                                "column " + column + " would show in the answer as a column of written values",
                                Uses.known(f.pos()).or(() -> facts.positions().column(column.column())),
                                Optional.of(column.table().owner()),
                                column + " compared with constants in WHERE"))));
    }

    private static List<Name> disallowed(ColumnReference column) {
        return Uses.custom(column.table())
                .map(AnalysisRule.Custom::disallowedOutputColumns)
                .orElse(List.of());
    }
}
