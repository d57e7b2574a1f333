package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Field;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Over rows of AGGREGATION tables an aggregate function takes a bare column: a condition or product inside it picks out
 * single people. Over CUSTOM tables it also takes what the rewrite can count the people of, branch by branch.
 */
final class AggregateArgument implements Check {
    @Override
    public String id() {
        return "aggregate-argument";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Aggregated.class).distinct().forEach(f -> {
            Set<ColumnReference> columns = new HashSet<>(f.bases());
            f.filter().ifPresent(field -> columns.addAll(field.bases()));
            Optional<ColumnReference> bareOnly = columns.stream()
                    .filter(column -> Uses.custom(column.table()).isEmpty())
                    .min(Comparator.comparing(ColumnReference::toString));
            boolean computed = f.argument().isEmpty() && !f.bases().isEmpty();
            if (bareOnly.isPresent() && (computed || f.filter().isPresent())) {
                against.accept(bare(f, bareOnly.get(), facts));
            } else if (computed
                    && f.field()
                            .filter(field -> field.form() == Field.Form.OPAQUE)
                            .isPresent()) {
                against.accept(opaque(f, facts));
            } else if (f.filter().isPresent()
                    && f.argument().isEmpty()
                    && f.bases().isEmpty()) {
                f.references().stream()
                        .filter(table -> Uses.custom(table).isEmpty())
                        .min(Comparator.comparingInt(TableReference::number))
                        .ifPresent(table -> against.accept(new Reason(
                                id(),
                                f.written() + " with FILTER counts rows of " + table + " under a condition",
                                Uses.known(f.pos()),
                                Optional.of(table.owner()),
                                "the condition in WHERE")));
            }
        });
    }

    private Reason bare(Fact.Aggregated f, ColumnReference column, Facts facts) {
        return new Reason(
                id(),
                f.filter().isPresent()
                        ? f.written() + " has a condition in FILTER"
                        : "the argument of " + f.written() + " is an expression",
                Uses.known(f.pos()).or(() -> facts.positions().column(column.column())),
                Optional.of(column.table().owner()),
                "a column on its own: " + Uses.grants(column.table())
                        + "; calculate with the results, for example SUM(a) / NULLIF(SUM(b), 0)");
    }

    private Reason opaque(Fact.Aggregated f, Facts facts) {
        ColumnReference column = f.bases().stream()
                .min(Comparator.comparing(ColumnReference::toString))
                .orElseThrow();
        return new Reason(
                id(),
                "the argument of " + f.written() + " picks out people who cannot be counted",
                Uses.known(f.pos()).or(() -> facts.positions().column(column.column())),
                Optional.of(column.table().owner()),
                "a column, + - * over columns of one owner and constants (of DOUBLE: * over columns, + - with constants"
                        + " between 1E-6 and 1E6), / by a number from 1, CASE, NULLIF and COALESCE, without a loss of digits, and"
                        + " ROUND, CAST, DATE_TRUNC and the like of a column on its own, all in the SELECT that aggregates; or the"
                        + " condition in FILTER; divide and add the results, for example SUM(a) / NULLIF(SUM(b), 0)");
    }
}
