package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.TableReference;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

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
        facts.of(Fact.Scanned.class).map(Fact.Scanned::table).forEach(table -> declared.addAll(of(table)));
        Set<ColumnReference> keys = Equalities.reachable(declared, Equalities.ofColumns(facts));
        keys.removeIf(key -> !Uses.isDimension(key));
        return keys;
    }

    /** As the owner declared them. */
    static Set<ColumnReference> of(TableReference table) {
        Set<Name> columns = new LinkedHashSet<>(Uses.joinColumns(table));
        Uses.custom(table).ifPresent(custom -> {
            custom.identityColumn().ifPresent(columns::add);
            custom.constraints().stream().map(OutputConstraint::column).forEach(columns::add);
        });
        return columns.stream()
                .map(column -> new ColumnReference(table, column))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
