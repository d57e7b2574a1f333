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
 * The columns that say whom a row is about and that no grant keeps out of conditions and keys: of CUSTOM tables identity
 * columns and those that a minimum counts, and of any table every column that the query equates with such a one or with a JOIN
 * column. {@code m.email = p.hashed_email} makes a filter on {@code m.email} a filter on {@code p.hashed_email}. A dimension
 * of another rule type gets here by way of a CUSTOM table's column, which goes with JOIN columns and dimensions alike.
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
        keys.removeIf(key -> !Uses.isDimension(key));
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
