package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.sql.BoundTable;
import io.cleanroom.server.sql.GrantedColumns;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the engine offers for a table: its granted columns and those that its constraints count, no others. */
final class Sources {
    private Sources() {}

    static QuerySource.Files files(BoundTable.OfMember bound) {
        ConfiguredTable table = bound.shared().table();
        Set<Name> needed = new HashSet<>();
        GrantedColumns.of(table).forEach(c -> needed.add(c.name()));
        table.rule().map(AnalysisRule::constraints).orElse(List.of()).stream()
                .map(OutputConstraint::column)
                .forEach(needed::add);
        List<Column> columns =
                table.columns().stream().filter(c -> needed.contains(c.name())).toList();
        String definition = table.owner().sql() + "\n" + Canonical.text(table) + "\n"
                + columns.stream()
                        .map(c -> c.nameInSource() + " " + c.type().sql())
                        .collect(Collectors.joining("\n"));
        return new QuerySource.Files("source_" + Sha256.of(definition).hex().substring(0, 32), table, columns);
    }

    static QuerySource.SystemTable system(BoundTable.OfSystem bound) {
        return new QuerySource.SystemTable(bound.name(), bound.columns());
    }
}
