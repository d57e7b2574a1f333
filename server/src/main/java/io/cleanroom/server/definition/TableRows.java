package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Association;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.collaboration.QueryAccess;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Configured tables, their columns and constraints: own ones whole, others' as far as they are granted. */
final class TableRows {
    private TableRows() {}

    static List<@Nullable Object[]> tables(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ConfiguredTable table : view.ownTables()) {
            List<Association> associations = view.transaction().associations().of(table.owner(), table.name());
            if (associations.isEmpty()) {
                rows.add(row(view, table, Optional.empty(), true));
            }
            associations.forEach(a -> rows.add(row(view, table, Optional.of(a), true)));
        }
        for (Room room : view.rooms()) {
            for (SharedTable shared : view.othersTables(room)) {
                rows.add(row(view, shared.table(), Optional.of(shared.association()), false));
            }
        }
        return rows;
    }

    private static @Nullable Object[] row(
            View view, ConfiguredTable table, Optional<Association> association, boolean own) {
        return new @Nullable Object[] {
            table.owner().text(),
            association.map(a -> a.collaboration().text()).orElse(null),
            association.map(a -> a.alias().text()).orElse(null),
            own ? table.name().text() : null,
            table.rule().map(AnalysisRule::type).orElse(null),
            table.rule().map(rule -> queries(rule.access())).orElse(null),
            table.rule().map(rule -> new Grants(rule).minimums(own)).orElse(null),
            association.map(a -> names(a.receivers())).orElse(null),
            own ? table.source().format().name() : null,
            own ? table.source().path() : null,
            BudgetRows.text(view, table)
        };
    }

    private static String queries(QueryAccess access) {
        if (access instanceof QueryAccess.TrustedMembers trusted) {
            return "QUERIES BY " + names(trusted.members());
        }
        return access instanceof QueryAccess.TemplatesOnly ? "TEMPLATES ONLY" : "DIRECT";
    }

    private static String names(Collection<Name> names) {
        return names.stream().map(Name::text).collect(Collectors.joining(", "));
    }

    static List<@Nullable Object[]> columns(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ConfiguredTable table : view.ownTables()) {
            columns(rows, table, null, table.name(), true);
        }
        for (Room room : view.rooms()) {
            for (SharedTable shared : view.othersTables(room)) {
                columns(rows, shared.table(), room.collaboration().name(), shared.alias(), false);
            }
        }
        return rows;
    }

    private static void columns(
            List<@Nullable Object[]> rows,
            ConfiguredTable table,
            @Nullable Name collaboration,
            Name name,
            boolean own) {
        Optional<Grants> grants = table.rule().map(Grants::new);
        int position = 0;
        for (Column column : table.columns()) {
            boolean granted = grants.filter(g -> g.granted(column.name())).isPresent();
            if (own || granted) {
                // Others' columns are numbered as if there were no more of them.
                position++;
                rows.add(new @Nullable Object[] {
                    table.owner().text(),
                    collaboration == null ? null : collaboration.text(),
                    name.text(),
                    column.name().text(),
                    position,
                    column.type().sql(),
                    String.join(", ", grants.map(g -> g.uses(column.name())).orElse(List.of())),
                    String.join(
                            ", ", grants.map(g -> g.functions(column.name())).orElse(List.of()))
                });
            }
        }
    }

    static List<@Nullable Object[]> constraints(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ConfiguredTable table : view.ownTables()) {
            constraints(rows, table, null, table.name(), true);
        }
        for (Room room : view.rooms()) {
            for (SharedTable shared : view.othersTables(room)) {
                constraints(rows, shared.table(), room.collaboration().name(), shared.alias(), false);
            }
        }
        return rows;
    }

    private static void constraints(
            List<@Nullable Object[]> rows,
            ConfiguredTable table,
            @Nullable Name collaboration,
            Name name,
            boolean own) {
        table.rule().ifPresent(rule -> {
            for (OutputConstraint constraint : rule.constraints()) {
                boolean known = own || new Grants(rule).granted(constraint.column());
                rows.add(new @Nullable Object[] {
                    table.owner().text(),
                    collaboration == null ? null : collaboration.text(),
                    name.text(),
                    known ? constraint.column().text() : null,
                    constraint.minimum()
                });
            }
        });
    }
}
