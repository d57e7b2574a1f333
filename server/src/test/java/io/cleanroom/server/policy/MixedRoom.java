package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.sql.SqlText;
import io.cleanroom.server.sql.statement.Definition;
import java.util.List;
import java.util.Set;

/** A room of four members and of tables with rules of all three types; the advertiser asks. */
final class MixedRoom {
    private static final Name LOYALTY = Name.of("loyaltyco");
    private static final Name PANEL = Name.of("panelco");

    static final String SEGMENT_RULE = """
            ALTER CONFIGURED TABLE segments SET ANALYSIS RULE LIST (
              JOIN COLUMNS (hashed_email, panel_id), LIST COLUMNS (segment, tier, score))""";

    static final String CRM_RULE = """
            ALTER CONFIGURED TABLE crm SET ANALYSIS RULE LIST (
              JOIN COLUMNS (hashed_email, panel_id), LIST COLUMNS (internal_id, status))""";

    static final String VISIT_RULE = """
            ALTER CONFIGURED TABLE visits SET ANALYSIS RULE CUSTOM (
              QUERIES BY (advertiserco),
              DISALLOWED OUTPUT COLUMNS (age),
              IDENTITY COLUMN hashed_email,
              MINIMUM 50 DISTINCT hashed_email)""";

    static final String AUDIENCE_RULE = """
            ALTER CONFIGURED TABLE audience SET ANALYSIS RULE CUSTOM (
              QUERIES BY (advertiserco),
              IDENTITY COLUMN hashed_email,
              MINIMUM 50 DISTINCT hashed_email)""";

    static final String PANEL_RULE = """
            ALTER CONFIGURED TABLE panel SET ANALYSIS RULE AGGREGATION (
              JOIN COLUMNS (hashed_email, panel_id), DIMENSION COLUMNS (country),
              AGGREGATE COLUMNS (COUNT(DISTINCT panel_id), SUM(weight)),
              JOIN REQUIRED, MINIMUM 20 DISTINCT panel_id)""";

    private static final String TEMPLATE = """
            CREATE ANALYSIS TEMPLATE retail_attribution.visits_by_region (since DATE) AS
            SELECT v.region, COUNT(DISTINCT v.hashed_email) AS people, SUM(v.amount) AS amount
            FROM retailer_visits AS v
            WHERE v.visit_date >= :since
            GROUP BY v.region""";

    private MixedRoom() {}

    private static ConfiguredTable visits(String name, String rule) {
        return RetailRoom.table(
                RetailRoom.RETAILER,
                name,
                name + "/*.parquet",
                rule.replace("TABLE visits", "TABLE " + name),
                RetailRoom.column("hashed_email", Kind.VARCHAR),
                RetailRoom.column("visit_id", Kind.BIGINT),
                RetailRoom.column("region", Kind.VARCHAR),
                RetailRoom.column("visit_date", Kind.DATE),
                RetailRoom.column("minutes", Kind.INTEGER),
                new Column(Name.of("amount"), "amount", ColumnType.decimal(12, 2)),
                RetailRoom.column("age", Kind.INTEGER),
                RetailRoom.column("online", Kind.BOOLEAN));
    }

    /**
     * The room {@code mixed}, or with what the rest of the name says: {@code -comparisons}, {@code -literals}, {@code -templates}, {@code
     * -trusting-others}, {@code -without-minimum}, {@code -list-minimum}, {@code -list-or}, {@code -list-or-by-one}, {@code
     * -small}, {@code -small-strict}, {@code -unapproved}.
     */
    static Room variant(String name) {
        String minimum = "MINIMUM 50 DISTINCT hashed_email";
        return switch (name) {
            case "mixed" -> room(VISIT_RULE, SEGMENT_RULE, CRM_RULE);
            case "mixed-unapproved", "mixed-templates" ->
                room(
                        RetailRoom.replaced(VISIT_RULE, "QUERIES BY (advertiserco)", "TEMPLATES ONLY"),
                        SEGMENT_RULE,
                        CRM_RULE);
            case "mixed-trusting-others" ->
                room(RetailRoom.replaced(VISIT_RULE, "(advertiserco)", "(panelco)"), SEGMENT_RULE, CRM_RULE);
            case "mixed-comparisons" ->
                room(
                        RetailRoom.replaced(
                                VISIT_RULE,
                                minimum,
                                "COMPARISONS WITH LITERALS (region, visit_date), COMPARISONS WITH COLUMNS (hashed_email), "
                                        + minimum),
                        SEGMENT_RULE,
                        CRM_RULE);
            case "mixed-literals" ->
                room(
                        RetailRoom.replaced(
                                VISIT_RULE, minimum, "COMPARISONS WITH LITERALS (region, visit_date), " + minimum),
                        SEGMENT_RULE,
                        CRM_RULE);
            case "mixed-without-minimum" ->
                room(RetailRoom.replaced(VISIT_RULE, minimum, "WITHOUT MINIMUM"), SEGMENT_RULE, CRM_RULE);
            case "mixed-two-minimums" ->
                room(
                        RetailRoom.replaced(VISIT_RULE, minimum, minimum + ", MINIMUM 5 DISTINCT visit_id"),
                        SEGMENT_RULE,
                        CRM_RULE);
            case "mixed-list-minimum" ->
                room(
                        VISIT_RULE,
                        RetailRoom.replaced(
                                SEGMENT_RULE, "tier, score)", "tier, score), MINIMUM 30 DISTINCT hashed_email"),
                        CRM_RULE);
            case "mixed-small" -> withMinimum(3);
            case "mixed-small-strict" -> withMinimum(5);
            case "mixed-list-or" -> room(VISIT_RULE, or(SEGMENT_RULE), or(CRM_RULE));
            case "mixed-list-or-by-one" -> room(VISIT_RULE, SEGMENT_RULE, or(CRM_RULE));
            default -> throw new IllegalArgumentException("no such room: " + name);
        };
    }

    private static Room withMinimum(int people) {
        String usual = "MINIMUM 50 DISTINCT hashed_email";
        String minimum = "MINIMUM " + people + " DISTINCT hashed_email";
        return room(
                RetailRoom.replaced(VISIT_RULE, usual, minimum),
                SEGMENT_RULE,
                CRM_RULE,
                RetailRoom.replaced(AUDIENCE_RULE, usual, minimum));
    }

    private static String or(String rule) {
        return RetailRoom.replaced(rule, ", LIST COLUMNS", ", JOIN OPERATORS (AND, OR), LIST COLUMNS");
    }

    private static Room room(String visits, String segments, String crm) {
        return room(visits, segments, crm, AUDIENCE_RULE);
    }

    private static Room room(String visits, String segments, String crm, String audience) {
        Name name = Name.of("retail_attribution");
        Definition.CreateTemplate create = (Definition.CreateTemplate) SqlText.parse(TEMPLATE);
        Column email = RetailRoom.column("hashed_email", Kind.VARCHAR);
        Column panelId = RetailRoom.column("panel_id", Kind.VARCHAR);
        Set<Ability> gives = Set.of(Ability.CONTRIBUTE);
        return new Room(
                1,
                new Collaboration(
                        name,
                        List.of(
                                new Membership(RetailRoom.RETAILER, gives, Membership.Status.ACTIVE),
                                new Membership(LOYALTY, gives, Membership.Status.ACTIVE),
                                new Membership(PANEL, gives, Membership.Status.ACTIVE),
                                new Membership(
                                        RetailRoom.ADVERTISER,
                                        Set.of(Ability.CONTRIBUTE, Ability.QUERY, Ability.RECEIVE_RESULTS),
                                        Membership.Status.ACTIVE))),
                List.of(
                        RetailRoom.shared(RetailRoom.PURCHASES, name, "retailer_purchase_events", Set.of()),
                        RetailRoom.shared(RetailRoom.CAMPAIGNS, name, "advertiser_campaign_events", Set.of()),
                        RetailRoom.shared(visits("visits", visits), name, "retailer_visits", Set.of()),
                        RetailRoom.shared(visits("visits_old", visits), name, "retailer_visits_old", Set.of()),
                        RetailRoom.shared(
                                RetailRoom.table(
                                        RetailRoom.ADVERTISER,
                                        "audience",
                                        "audience.parquet",
                                        audience,
                                        email,
                                        RetailRoom.column("contact", Kind.VARCHAR),
                                        RetailRoom.column("cohort", Kind.VARCHAR),
                                        RetailRoom.column("joined_on", Kind.DATE),
                                        new Column(Name.of("value"), "value", ColumnType.decimal(12, 2))),
                                name,
                                "advertiser_audience",
                                Set.of()),
                        RetailRoom.shared(
                                RetailRoom.table(
                                        LOYALTY,
                                        "segments",
                                        "segments.parquet",
                                        segments,
                                        email,
                                        panelId,
                                        RetailRoom.column("segment", Kind.VARCHAR),
                                        RetailRoom.column("tier", Kind.VARCHAR),
                                        RetailRoom.column("score", Kind.INTEGER)),
                                name,
                                "loyalty_segments",
                                Set.of()),
                        RetailRoom.shared(
                                RetailRoom.table(
                                        RetailRoom.ADVERTISER,
                                        "crm",
                                        "crm.parquet",
                                        crm,
                                        email,
                                        panelId,
                                        RetailRoom.column("internal_id", Kind.BIGINT),
                                        RetailRoom.column("status", Kind.VARCHAR)),
                                name,
                                "advertiser_crm",
                                Set.of()),
                        RetailRoom.shared(
                                RetailRoom.table(
                                        PANEL,
                                        "panel",
                                        "panel.parquet",
                                        PANEL_RULE,
                                        email,
                                        panelId,
                                        RetailRoom.column("country", Kind.VARCHAR),
                                        RetailRoom.column("weight", Kind.INTEGER)),
                                name,
                                "panel",
                                Set.of())),
                List.of(new AnalysisTemplate(
                        name,
                        create.name(),
                        RetailRoom.ADVERTISER,
                        create.parameters(),
                        create.description(),
                        create.sql(),
                        QueryBinder.tables(create.sql()))),
                List.of());
    }
}
