package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Association;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.sql.SqlText;
import io.cleanroom.server.sql.statement.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One room with tables of every rule type, of the runner (advertiserco), a publisher and a third member. */
final class AwsRooms {
    private static final Name ROOM = Name.of("comparison");
    private static final Name PUBLISHER = Name.of("publisherco");
    private static final Name THIRD = Name.of("thirdco");

    static final Room ALL = room();

    private AwsRooms() {}

    private static Room room() {
        List<SharedTable> tables = new ArrayList<>();
        Name runner = RetailRoom.ADVERTISER;
        tables.add(table(runner, "sales", "uid hid sale_id:bigint total:double sold_on:date category", """
                AGGREGATION (JOIN COLUMNS (uid, hid), JOIN OPERATORS (AND, OR), DIMENSION COLUMNS (sold_on, category),
                  AGGREGATE COLUMNS (SUM(total), AVG(total), COUNT(sale_id), COUNT(DISTINCT sale_id), COUNT(DISTINCT uid)),
                  SCALAR FUNCTIONS (TRUNC, UPPER, COALESCE), MINIMUM 2 DISTINCT uid)"""));
        tables.add(table(
                PUBLISHER, "airings", "uid hid view_id:bigint secs:bigint campaign aired_on:date device ip", """
                AGGREGATION (JOIN COLUMNS (uid, hid), DIMENSION COLUMNS (campaign, aired_on, device), JOIN REQUIRED,
                  AGGREGATE COLUMNS (COUNT(DISTINCT uid), COUNT(view_id), SUM(secs), AVG(secs)),
                  SCALAR FUNCTIONS (TRUNC, LOWER), MINIMUM 100 DISTINCT uid, MINIMUM 25 DISTINCT ip)"""));
        tables.add(table(THIRD, "links", "uid mid", """
                AGGREGATION (JOIN COLUMNS (uid, mid), AGGREGATE COLUMNS (COUNT(DISTINCT uid)), JOIN REQUIRED,
                  MINIMUM 50 DISTINCT uid)"""));
        tables.add(table(PUBLISHER, "places", "mid state", """
                AGGREGATION (JOIN COLUMNS (mid), DIMENSION COLUMNS (state), AGGREGATE COLUMNS (COUNT(DISTINCT mid)),
                  JOIN REQUIRED, MINIMUM 150 DISTINCT mid)"""));
        tables.add(table(runner, "crm", "uid hid internal_id tier", """
                LIST (JOIN COLUMNS (uid, hid), LIST COLUMNS (internal_id, tier), JOIN OPERATORS (AND, OR))"""));
        tables.add(table(PUBLISHER, "tags", "uid seg_a seg_b", """
                LIST (JOIN COLUMNS (uid), LIST COLUMNS (seg_a, seg_b))"""));
        tables.add(table(PUBLISHER, "members", "age:bigint gender email name", """
                CUSTOM (QUERIES BY (advertiserco), DISALLOWED OUTPUT COLUMNS (age, name), WITHOUT MINIMUM)"""));
        tables.add(table(THIRD, "pets", "owner_name kind", """
                CUSTOM (QUERIES BY (advertiserco), WITHOUT MINIMUM)"""));
        tables.add(table(PUBLISHER, "spots", "uid campaign day_on:date zip email cost:bigint qty:bigint", """
                CUSTOM (QUERIES BY (advertiserco), IDENTITY COLUMN uid, COMPARISONS WITH LITERALS (campaign, day_on),
                  COMPARISONS WITH COLUMNS (uid), MINIMUM 100 DISTINCT uid)"""));
        tables.add(table(runner, "audience", "uid email spent:bigint", """
                CUSTOM (QUERIES BY (advertiserco), IDENTITY COLUMN uid, MINIMUM 2 DISTINCT uid)"""));
        tables.add(table(PUBLISHER, "templated", "uid", """
                CUSTOM (TEMPLATES ONLY, IDENTITY COLUMN uid, MINIMUM 100 DISTINCT uid)"""));
        Definition.CreateTemplate create = (Definition.CreateTemplate)
                SqlText.parse(
                        "CREATE ANALYSIS TEMPLATE comparison.approved_by_one (least BIGINT)"
                                + " AS SELECT category, COUNT(sale_id) AS n FROM sales GROUP BY category HAVING COUNT(sale_id) > :least");
        return new Room(
                1,
                new Collaboration(
                        ROOM,
                        List.of(
                                member(runner, Ability.CONTRIBUTE, Ability.QUERY, Ability.RECEIVE_RESULTS),
                                member(PUBLISHER, Ability.CONTRIBUTE),
                                member(THIRD, Ability.CONTRIBUTE))),
                tables,
                List.of(new AnalysisTemplate(
                        ROOM,
                        create.name(),
                        runner,
                        create.parameters(),
                        create.description(),
                        create.sql(),
                        QueryBinder.tables(create.sql()))),
                List.of());
    }

    private static Membership member(Name name, Ability... abilities) {
        return new Membership(name, Set.of(abilities), Membership.Status.ACTIVE);
    }

    /** Columns are texts unless they say another type. */
    private static SharedTable table(Name owner, String name, String columns, String rule) {
        List<Column> all = new ArrayList<>();
        for (String column : columns.split(" ")) {
            String[] parts = column.split(":");
            Kind kind = parts.length > 1 ? Kind.valueOf(parts[1].toUpperCase(Locale.ROOT)) : Kind.VARCHAR;
            all.add(new Column(Name.of(parts[0]), parts[0], ColumnType.of(kind)));
        }
        ConfiguredTable table = new ConfiguredTable(
                        owner,
                        Name.of(name),
                        new Source(name + ".parquet", Source.Format.PARQUET),
                        all,
                        Optional.empty())
                .withRule(RetailRoom.rule("ALTER CONFIGURED TABLE " + name + " SET ANALYSIS RULE " + rule));
        return new SharedTable(new Association(owner, table.name(), ROOM, table.name(), new TreeSet<>()), table);
    }
}
