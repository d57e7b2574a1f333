package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import java.util.List;
import java.util.Set;

/** A room whose tables, one with each type of rule, have arrays and rows; the advertiser asks. */
final class NestedRoom {
    private static final Name NAME = Name.of("retail_attribution");

    private static final String ORDERS = """
            ALTER CONFIGURED TABLE nested_orders SET ANALYSIS RULE AGGREGATION (
              JOIN COLUMNS (hashed_email), DIMENSION COLUMNS (tags, place, day),
              AGGREGATE COLUMNS (COUNT(*), COUNT(labels), SUM(amount)),
              SCALAR FUNCTIONS (UPPER, COALESCE, CAST),
              MINIMUM 100 DISTINCT hashed_email)""";

    private static final String SEGMENTS = """
            ALTER CONFIGURED TABLE nested_segments SET ANALYSIS RULE LIST (
              JOIN COLUMNS (hashed_email), LIST COLUMNS (tags, place, day))""";

    private static final String VISITS = """
            ALTER CONFIGURED TABLE nested_visits SET ANALYSIS RULE CUSTOM (
              QUERIES BY (advertiserco), IDENTITY COLUMN hashed_email, MINIMUM 50 DISTINCT hashed_email)""";

    private NestedRoom() {}

    static Room room() {
        return new Room(
                1,
                new Collaboration(
                        NAME,
                        List.of(
                                new Membership(
                                        RetailRoom.RETAILER, Set.of(Ability.CONTRIBUTE), Membership.Status.ACTIVE),
                                new Membership(
                                        RetailRoom.ADVERTISER,
                                        Set.of(Ability.CONTRIBUTE, Ability.QUERY, Ability.RECEIVE_RESULTS),
                                        Membership.Status.ACTIVE))),
                List.of(
                        RetailRoom.shared(
                                table(RetailRoom.RETAILER, "nested_orders", ORDERS), NAME, "orders", Set.of()),
                        RetailRoom.shared(
                                table(RetailRoom.RETAILER, "nested_segments", SEGMENTS), NAME, "segments", Set.of()),
                        RetailRoom.shared(
                                table(
                                        RetailRoom.ADVERTISER,
                                        "nested_crm",
                                        SEGMENTS.replace("TABLE nested_segments", "TABLE nested_crm")),
                                NAME,
                                "crm",
                                Set.of()),
                        RetailRoom.shared(
                                table(RetailRoom.RETAILER, "nested_visits", VISITS), NAME, "visits", Set.of())),
                List.of(),
                List.of());
    }

    private static ConfiguredTable table(Name owner, String name, String rule) {
        return RetailRoom.table(
                owner,
                name,
                name + ".parquet",
                rule,
                RetailRoom.column("hashed_email", Kind.VARCHAR),
                new Column(Name.of("tags"), "tags", ColumnType.array(ColumnType.varchar(0))),
                new Column(Name.of("labels"), "labels", ColumnType.array(ColumnType.varchar(0))),
                new Column(
                        Name.of("place"),
                        "place",
                        ColumnType.row(List.of(
                                new ColumnType.Field("city", ColumnType.varchar(0)),
                                new ColumnType.Field("Post code", ColumnType.of(Kind.INTEGER))))),
                RetailRoom.column("day", Kind.DATE),
                new Column(Name.of("amount"), "amount", ColumnType.decimal(12, 2)));
    }
}
