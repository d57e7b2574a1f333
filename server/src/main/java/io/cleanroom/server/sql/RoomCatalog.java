package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.schema.impl.AbstractSchema;

/**
 * What exists for one runner in one collaboration: its tables by alias, the same ones once more for templates under a name
 * that nobody can write, and schema {@code system}.
 */
final class RoomCatalog {
    /** Tables reached through a template's text; a control character cannot be part of a name in a statement. */
    static final String TEMPLATE_SCHEMA_PREFIX = "\u0001template ";

    private static final CalciteConnectionConfig CONFIG = config();

    private final CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    private final List<String> path;
    private final SortedSet<String> tables = new TreeSet<>();
    private final SortedSet<String> columns = new TreeSet<>();

    RoomCatalog(Name runner, Optional<Room> room, SystemSchema system) {
        CalciteSchema systemSchema = root.add(SystemSchema.NAME.text(), new AbstractSchema());
        system.tables()
                .forEach((name, columns) ->
                        systemSchema.add(name.text(), new BoundTable.OfSystem("system_" + name.text(), columns)));
        room.ifPresent(r -> addRoom(runner, r));
        path = room.map(r -> List.of(r.collaboration().name().text())).orElse(List.of());
    }

    private void addRoom(Name runner, Room room) {
        if (!room.collaboration().can(runner, Ability.QUERY)) {
            return;
        }
        CalciteSchema direct = root.add(room.collaboration().name().text(), new AbstractSchema());
        tables(runner, room).forEach(table -> {
            direct.add(table.shared().alias().text(), table);
            tables.add(table.shared().alias().text());
            table.columns().forEach(column -> columns.add(column.name().text()));
        });
        room.templates().forEach(template -> {
            CalciteSchema through =
                    root.add(TEMPLATE_SCHEMA_PREFIX + template.name().text(), new AbstractSchema());
            for (Name alias : new TreeSet<>(template.tables())) {
                room.table(alias)
                        .filter(table -> exists(room, table))
                        .ifPresent(table -> through.add(
                                alias.text(),
                                new BoundTable.OfMember(table, new TableAccess.ThroughTemplate(template.name()))));
            }
        });
    }

    /** The tables that the member may name in direct queries. */
    static List<BoundTable.OfMember> tables(Name member, Room room) {
        return room.collaboration().can(member, Ability.QUERY)
                ? room.tables().stream()
                        .filter(table -> exists(room, table))
                        .map(table -> new BoundTable.OfMember(table, new TableAccess.Direct()))
                        .toList()
                : List.of();
    }

    /** What a misspelt name of a table may have meant. */
    SortedSet<String> tableNames() {
        return tables;
    }

    /** What a misspelt name of a column may have meant: those that are granted. */
    SortedSet<String> columnNames() {
        return columns;
    }

    private static boolean exists(Room room, SharedTable table) {
        return table.table().rule().isPresent()
                && room.collaboration()
                        .membership(table.owner())
                        .map(m -> m.status() == Membership.Status.ACTIVE)
                        .orElse(false);
    }

    /** Names without a schema are looked up in the collaboration. */
    CalciteCatalogReader reader(JavaTypeFactoryImpl types) {
        return new CalciteCatalogReader(root, path, types, CONFIG);
    }

    /** Names without a schema are looked up among the template's tables. */
    CalciteCatalogReader readerFor(Name template, JavaTypeFactoryImpl types) {
        return new CalciteCatalogReader(root, List.of(TEMPLATE_SCHEMA_PREFIX + template.text()), types, CONFIG);
    }

    private static CalciteConnectionConfig config() {
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        properties.setProperty(CalciteConnectionProperty.CONFORMANCE.camelName(), "LENIENT");
        properties.setProperty(CalciteConnectionProperty.DEFAULT_NULL_COLLATION.camelName(), "LAST");
        return new CalciteConnectionConfigImpl(properties);
    }
}
