package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.TableReference;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The columns that say whom a row is about and that no grant keeps out of conditions and keys: of CUSTOM tables identity
 * columns and those that a minimum counts, and of any table every column that the query equates with such a one or with a JOIN
 * column. {@code m.email = p.hashed_email} makes a filter on {@code m.email} a filter on {@code p.hashed_email}. A dimension
 * of another rule type gets here by way of a CUSTOM table's column, which goes with JOIN columns and dimensions alike.
 */
final class MatchKeys {
    private MatchKeys() {}

    static Set<ColumnReference> in(Facts facts) {
        Set<ColumnReference> declared = new LinkedHashSet<>();
        facts.of(Fact.Scanned.class).map(Fact.Scanned::table).forEach(table -> declared(table, declared));
        Set<ColumnReference> keys = Equalities.reachable(declared, Equalities.ofColumns(facts));
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
