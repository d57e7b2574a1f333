package io.cleanroom.server.definition;

import io.cleanroom.server.audit.AuditLog;
import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.LogicalOperator;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.QueryAccess;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.StoreConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Three members on a real store: retailco and advertiserco share the room {@code attribution}, other takes part in nothing.
 * Files and the SQL of templates are made up: every source has the same columns, a template's SQL is a list of tables.
 */
final class World implements AutoCloseable {
    static final Principal OPERATOR = new Principal(UserName.OPERATOR, Set.of());
    static final Principal RITA = principal("retailco/rita", Role.ADMIN);
    static final Principal RETAIL_ANALYST = principal("retailco/ralf", Role.ANALYST, Role.AUDITOR);
    static final Principal ADA = principal("advertiserco/ada", Role.ADMIN);
    static final Principal ANA = principal("advertiserco/ana", Role.ANALYST);
    static final Principal OTTO = principal("other/otto", Role.ADMIN);

    static final Name ROOM = Name.of("attribution");
    static final Name PURCHASES = Name.of("purchases");
    static final Name ALIAS = Name.of("retailer_purchases");
    static final Name WEEKLY = Name.of("weekly");

    final Store store;
    final AuditLog audit = new AuditLog(Clock.systemUTC());
    final Definitions definitions;
    final SystemTables tables;
    Instant now = Instant.parse("2026-11-23T12:00:00Z");
    /** What every source has beside them. */
    List<SourceColumns.LeftOut> leftOut = List.of();

    List<Column> columns = new ArrayList<>(List.of(
            column("hashed_email", ColumnType.varchar(0)),
            column("store_region", ColumnType.varchar(0)),
            column("amount", ColumnType.decimal(18, 2)),
            column("secret_margin", ColumnType.decimal(18, 2)),
            column("secret_household", ColumnType.varchar(0))));

    World(Path folder) {
        store = Store.open(StoreConfig.embedded(folder));
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        definitions = new Definitions(
                store,
                audit,
                clock,
                World::files,
                files -> new SourceColumns(columns, leftOut),
                World::compile,
                Set.of("UPPER", "LOWER"));
        tables = new SystemTables(
                store,
                clock,
                World::files,
                files -> new SourceColumns(columns, leftOut),
                new LiveRuns(),
                new SystemTables.Server("1", "duckdb", new TreeMap<>(java.util.Map.of("rows", "10"))));
    }

    private static SourceFiles files(Member owner, Source source) {
        if (source.path().startsWith("gone")) {
            throw new Problem(Code.SOURCE_UNREADABLE, "SOURCE_UNREADABLE: '" + source.path() + "': no file matches");
        }
        return new SourceFiles(List.of(), source.format(), source.options());
    }

    private static TemplateCompiler.Compiled compile(Room room, AnalysisTemplate draft) {
        SortedSet<Name> tables = new TreeSet<>();
        Stream.of(draft.sql().split(",")).map(s -> Name.of(s.strip())).forEach(name -> {
            if (room.table(name).isEmpty()) {
                throw new Problem(Code.UNKNOWN_TABLE, "table " + name.sql() + " does not exist");
            }
            tables.add(name);
        });
        return new TemplateCompiler.Compiled(tables, List.of());
    }

    /** Members and users, nothing else. */
    World withMembers() {
        for (Principal p : List.of(RITA, RETAIL_ANALYST, ADA, ANA, OTTO)) {
            run(OPERATOR, createMember(p.member().text(), true));
            run(OPERATOR, new Definition.CreateUser(p.name(), p.roles(), "password of " + p.name(), false));
        }
        return this;
    }

    /** The room with one table of each, and a template of both that its author alone has approved. */
    World withRoom() {
        withMembers();
        run(ADA, createRoom(ROOM));
        run(RITA, new Definition.JoinCollaboration(ROOM));
        run(RITA, createTable("purchases"));
        run(RITA, new Definition.SetAnalysisRule(PURCHASES, rule()));
        run(RITA, associate(PURCHASES, ROOM, ALIAS));
        run(ADA, createTable("impressions"));
        run(ADA, new Definition.SetAnalysisRule(Name.of("impressions"), rule()));
        run(ADA, associate(Name.of("impressions"), ROOM, Name.of("impressions")));
        run(ADA, createTemplate(WEEKLY, "retailer_purchases, impressions", false));
        return this;
    }

    List<String> run(Principal principal, Definition statement) {
        return definitions
                .execute(principal, Optional.of(ROOM), statement, "text of " + statement)
                .warnings();
    }

    List<@Nullable Object[]> rows(Principal principal, SystemTable table) {
        return tables.rows(principal, table);
    }

    Room room() {
        return store.read(t -> t.room(ROOM)).orElseThrow();
    }

    static Definition.CreateMember createMember(String name, boolean ifNotExists) {
        return new Definition.CreateMember(Name.of(name), "data/" + name, "results/" + name, ifNotExists);
    }

    static Definition.CreateCollaboration createRoom(Name name) {
        return new Definition.CreateCollaboration(
                name,
                List.of(
                        new Definition.Invitation(Name.of("retailco"), Set.of(Ability.CONTRIBUTE)),
                        new Definition.Invitation(
                                Name.of("advertiserco"),
                                Set.of(Ability.CONTRIBUTE, Ability.QUERY, Ability.RECEIVE_RESULTS))),
                false);
    }

    static Definition.CreateConfiguredTable createTable(String name) {
        return new Definition.CreateConfiguredTable(
                Name.of(name), "secret_folder/" + name + ".csv", Source.Format.CSV, new TreeMap<>(), false);
    }

    static Definition.AssociateTable associate(Name table, Name room, Name alias) {
        return new Definition.AssociateTable(table, room, alias, Set.of());
    }

    static Definition.CreateTemplate createTemplate(Name name, String sql, boolean orReplace) {
        return new Definition.CreateTemplate(ROOM, name, List.of(), "", sql, orReplace, false);
    }

    static Definition.ApproveTemplate approve(Name name) {
        return new Definition.ApproveTemplate(
                ROOM, name, Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    /** Counts households under a name that it grants to nobody. */
    static AnalysisRule.Aggregation rule() {
        return rule(List.of("UPPER"), 100);
    }

    static AnalysisRule.Aggregation rule(List<String> functions, int minimum) {
        return new AnalysisRule.Aggregation(
                List.of(Name.of("hashed_email")),
                List.of(Name.of("store_region")),
                List.of(new AggregateGrant(AggregateGrant.Function.SUM, Optional.of(Name.of("amount")))),
                functions,
                false,
                Set.of(LogicalOperator.AND),
                new QueryAccess.Direct(),
                List.of(
                        new OutputConstraint(Name.of("hashed_email"), minimum),
                        new OutputConstraint(Name.of("secret_household"), 50)));
    }

    static Column column(String name, ColumnType type) {
        return new Column(Name.of(name), name, type);
    }

    private static Principal principal(String name, Role... roles) {
        return new Principal(UserName.parse(name), Set.of(roles));
    }

    @Override
    public void close() {
        store.close();
    }
}
