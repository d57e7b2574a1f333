package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.definition.Grants;
import io.cleanroom.server.definition.SystemTable;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.BoundTable;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.sql.SystemSchema;
import io.cleanroom.server.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lists what exists for a principal: the very tables and columns that the binder would find for it. */
final class Catalogs {
    private final Store store;
    private final QueryBinder binder;

    Catalogs(Store store, QueryBinder binder) {
        this.store = store;
        this.binder = binder;
    }

    Catalog of(Principal principal) {
        List<Catalog.Schema> schemas = new ArrayList<>();
        for (Room room : store.read(t -> t.collaborations().all().stream()
                .filter(c -> takesPart(principal, c))
                .flatMap(c -> t.room(c.name()).stream())
                .toList())) {
            schemas.add(schema(principal.member(), room));
        }
        schemas.add(new Catalog.Schema(
                SystemSchema.NAME,
                Arrays.stream(SystemTable.values()).map(Catalogs::table).toList(),
                List.of()));
        return new Catalog(schemas);
    }

    private static boolean takesPart(Principal principal, Collaboration collaboration) {
        return collaboration
                .membership(principal.member())
                .filter(m -> m.status() != Membership.Status.LEFT)
                .isPresent();
    }

    private static Catalog.Table table(SystemTable table) {
        return new Catalog.Table(
                table.tableName(),
                "SYSTEM TABLE",
                "",
                table.columns().stream()
                        .map(c -> new Catalog.TableColumn(c.name(), c.type(), ""))
                        .toList());
    }

    private Catalog.Schema schema(Name member, Room room) {
        List<Catalog.Table> tables =
                QueryBinder.tables(member, room).stream().map(Catalogs::table).toList();
        List<Catalog.Procedure> procedures = room.templates().stream()
                .filter(t -> Templates.runners(room).contains(member))
                .map(t -> procedure(member, room, t))
                .toList();
        return new Catalog.Schema(room.collaboration().name(), tables, procedures);
    }

    private static Catalog.Table table(BoundTable.OfMember bound) {
        SharedTable shared = bound.shared();
        AnalysisRule rule = shared.table().rule().orElseThrow();
        Grants grants = new Grants(rule);
        String minimums = grants.minimums(false);
        return new Catalog.Table(
                shared.alias(),
                "TABLE",
                "owner " + shared.owner().sql() + "; rule " + rule.type() + (minimums.isEmpty() ? "" : "; " + minimums),
                bound.columns().stream()
                        .map(c -> new Catalog.TableColumn(c.name(), c.type(), remarks(grants, c.name())))
                        .toList());
    }

    private static String remarks(Grants grants, Name column) {
        String functions = String.join(", ", grants.functions(column));
        return String.join(", ", grants.uses(column)) + (functions.isEmpty() ? "" : "; functions " + functions);
    }

    /** What the type does not say. */
    private static String remarks(TemplateParameter parameter) {
        List<String> remarks = new ArrayList<>();
        if (parameter.isList()) {
            remarks.add("JSON array of 1 to " + parameter.listMaximum() + " x "
                    + parameter.type().sql());
        }
        parameter.defaultValue().ifPresent(value -> remarks.add("DEFAULT " + value));
        parameter.domain().ifPresent(domain -> remarks.add(domain.sql()));
        return String.join(" ", remarks);
    }

    private Catalog.Procedure procedure(Name member, Room room, AnalysisTemplate template) {
        List<Catalog.TableColumn> columns;
        try {
            columns = binder.bindTemplate(member, room, template).columns().stream()
                    .map(c -> new Catalog.TableColumn(Name.of(c.label()), c.type(), ""))
                    .toList();
        } catch (Problem e) {
            // A table or rule has changed since; it cannot run, so it has no columns to tell of.
            columns = List.of();
        }
        return new Catalog.Procedure(
                template.name(),
                template.description(),
                template.parameters().stream()
                        .map(p -> new Catalog.Parameter(
                                p.name(), p.isList() ? ColumnType.varchar(0) : p.type(), remarks(p)))
                        .toList(),
                columns);
    }
}
