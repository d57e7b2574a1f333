package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.TableReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns of CUSTOM tables that say whom a row is about: identity columns, those that a minimum counts, and every column
 * that the query equates with such a one or with a JOIN column. {@code m.email = p.hashed_email} makes a filter on {@code
 * m.email} a filter on {@code p.hashed_email}.
 */
final class MatchKeys {
    private MatchKeys() {}

    static Set<ColumnReference> in(Facts facts) {
        List<Fact.Equated> equalities = Stream.concat(
                        facts.of(Fact.Equated.class),
                        facts.of(Fact.EquatedByOr.class).flatMap(or -> or.alternatives().stream()))
                .toList();
        Set<ColumnReference> keys = new LinkedHashSet<>();
        facts.of(Fact.Scanned.class).map(Fact.Scanned::table).forEach(table -> declared(table, keys));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Fact.Equated equality : equalities) {
                if (keys.contains(equality.left()) || keys.contains(equality.right())) {
                    grew |= keys.add(equality.left());
                    grew |= keys.add(equality.right());
                }
            }
        }
        keys.removeIf(key -> !(key.table().rule() instanceof AnalysisRule.Custom));
        return keys;
    }

    private static void declared(TableReference table, Set<ColumnReference> keys) {
        if (table.rule() instanceof AnalysisRule.Custom custom) {
            custom.identityColumn().ifPresent(column -> keys.add(new ColumnReference(table, column)));
            custom.constraints().stream()
                    .map(OutputConstraint::column)
                    .forEach(column -> keys.add(new ColumnReference(table, column)));
        } else {
            Uses.joinColumns(table).forEach(column -> keys.add(new ColumnReference(table, column)));
        }
    }
}
