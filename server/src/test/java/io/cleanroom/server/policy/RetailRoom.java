package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AnalysisRule;
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
import io.cleanroom.server.engine.duckdb.DuckDbSql;
import io.cleanroom.server.policy.rules.Rules;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.sql.SqlText;
import io.cleanroom.server.sql.SystemSchema;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.sql.statement.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlNode;

/** The retailer's and the advertiser's room, as the manual sets it up. */
public final class RetailRoom {
    public static final Name RETAILER = Name.of("retailco");
    public static final Name ADVERTISER = Name.of("advertiserco");

    public static final String PURCHASE_RULE = """
            ALTER CONFIGURED TABLE purchase_events SET ANALYSIS RULE AGGREGATION (
              JOIN COLUMNS (hashed_email),
              DIMENSION COLUMNS (product_category, purchase_date, store_region),
              AGGREGATE COLUMNS (SUM(purchase_amount), AVG(purchase_amount), SUM(item_count), COUNT(purchase_id), COUNT(*),
                COUNT(DISTINCT hashed_email)),
              SCALAR FUNCTIONS (DATE_TRUNC, EXTRACT, UPPER, LOWER, COALESCE, ROUND),
              JOIN REQUIRED,
              MINIMUM 100 DISTINCT hashed_email)""";

    public static final String CAMPAIGN_RULE = """
            ALTER CONFIGURED TABLE campaign_events SET ANALYSIS RULE AGGREGATION (
              JOIN COLUMNS (hashed_email),
              DIMENSION COLUMNS (campaign_id, campaign_name, ad_format, impression_date),
              AGGREGATE COLUMNS (SUM(impression_count), SUM(click_count), SUM(spend_amount), COUNT(*),
                COUNT(DISTINCT hashed_email)),
              SCALAR FUNCTIONS (DATE_TRUNC, EXTRACT, UPPER, LOWER, COALESCE, ROUND),
              MINIMUM 100 DISTINCT hashed_email)""";

    public static final String TEMPLATE = """
            CREATE ANALYSIS TEMPLATE retail_attribution.campaign_attribution_weekly
              (campaign_id VARCHAR(50), start_date DATE, end_date DATE) AS
            SELECT
                c.campaign_id,
                c.campaign_name,
                c.ad_format,
                p.product_category,
                DATE_TRUNC('week', p.purchase_date) AS purchase_week,
                COUNT(DISTINCT c.hashed_email) AS matched_users,
                SUM(c.impression_count)          AS total_impressions,
                SUM(c.spend_amount)              AS total_spend,
                COUNT(p.purchase_id)             AS attributed_purchases,
                SUM(p.purchase_amount)           AS attributed_revenue,
                SUM(p.purchase_amount) / NULLIF(SUM(c.spend_amount), 0) AS roas
            FROM advertiser_campaign_events c
            INNER JOIN retailer_purchase_events p
                ON c.hashed_email = p.hashed_email
               AND p.purchase_date BETWEEN c.impression_date AND c.impression_date + INTERVAL '30 days'
            WHERE c.campaign_id = :campaign_id
              AND c.impression_date >= :start_date
              AND c.impression_date <= :end_date
            GROUP BY 1, 2, 3, 4, 5
            HAVING COUNT(DISTINCT c.hashed_email) >= 100;
            -- The HAVING clause enforces the minimum cell count at the SQL level,
            -- Clean Rooms also enforces it at the engine level as a double safeguard
            """;

    public static final ConfiguredTable PURCHASES = table(
            RETAILER,
            "purchase_events",
            "purchases/*.parquet",
            PURCHASE_RULE,
            column("purchase_id", Kind.BIGINT),
            column("customer_name", Kind.VARCHAR),
            column("email_address", Kind.VARCHAR),
            column("hashed_email", Kind.VARCHAR),
            column("product_category", Kind.VARCHAR),
            column("purchase_date", Kind.DATE),
            column("store_region", Kind.VARCHAR),
            new Column(Name.of("purchase_amount"), "purchase_amount", ColumnType.decimal(12, 2)),
            column("item_count", Kind.INTEGER));

    public static final ConfiguredTable CAMPAIGNS = table(
            ADVERTISER,
            "campaign_events",
            "impressions/*.parquet",
            CAMPAIGN_RULE,
            column("hashed_email", Kind.VARCHAR),
            column("campaign_id", Kind.VARCHAR),
            column("campaign_name", Kind.VARCHAR),
            column("ad_format", Kind.VARCHAR),
            column("impression_date", Kind.DATE),
            column("impression_count", Kind.INTEGER),
            column("click_count", Kind.INTEGER),
            new Column(Name.of("spend_amount"), "spend_amount", ColumnType.decimal(12, 4)));

    private static final Set<Ability> RUNNER_ABILITIES =
            Set.of(Ability.CONTRIBUTE, Ability.QUERY, Ability.RECEIVE_RESULTS);

    public static final Room ROOM = room(PURCHASES, CAMPAIGNS);

    private static final QueryBinder BINDER =
            new QueryBinder(new SystemSchema(Map.of(Name.of("members"), List.of(column("name", Kind.VARCHAR)))));
    private static final PolicyEngine POLICY = new PolicyEngine(Rules.inOrder(), Rules.ofProbes(), new DuckDbSql());

    private RetailRoom() {}

    static Column column(String name, Kind kind) {
        return new Column(Name.of(name), name, ColumnType.of(kind));
    }

    static ConfiguredTable table(Name owner, String name, String path, String rule, Column... columns) {
        return new ConfiguredTable(
                        owner,
                        Name.of(name),
                        new Source(path, Source.Format.PARQUET),
                        List.of(columns),
                        Optional.empty())
                .withRule(rule(rule));
    }

    public static AnalysisRule rule(String statement) {
        return ((Definition.SetAnalysisRule) SqlText.parse(statement)).rule();
    }

    /**
     * The room, or one that differs from it in what the name says: {@code unapproved}, {@code templates-only}, {@code
     * receivers}, {@code two-keys}, {@code two-keys-or}, {@code or-refused-by-one}, {@code no-results}, {@code
     * without-minimum}, {@code ungranted-minimum}, {@code two-minimums}, {@code risky}; or one
     * of {@link MixedRoom}; or {@code nested}, the {@link NestedRoom}.
     */
    public static Room variant(String name) {
        return switch (name) {
            case "standard", "unapproved" -> ROOM;
            case "templates-only" -> room(purchases("JOIN REQUIRED", "JOIN REQUIRED, TEMPLATES ONLY"), CAMPAIGNS);
            case "receivers" -> room(PURCHASES, CAMPAIGNS, Set.of(RETAILER), RUNNER_ABILITIES);
            case "no-results" -> room(PURCHASES, CAMPAIGNS, Set.of(), Set.of(Ability.CONTRIBUTE, Ability.QUERY));
            case "two-keys" -> twoKeys("AND", "AND");
            case "two-keys-or" -> twoKeys("AND, OR", "AND, OR");
            case "or-refused-by-one" -> twoKeys("AND", "AND, OR");
            case "without-minimum" ->
                room(PURCHASES, campaigns("MINIMUM 100 DISTINCT hashed_email", "WITHOUT MINIMUM"));
            case "ungranted-minimum" ->
                room(purchases("MINIMUM 100 DISTINCT hashed_email", "MINIMUM 50 DISTINCT email_address"), CAMPAIGNS);
            case "two-minimums" ->
                room(
                        purchases(
                                "MINIMUM 100 DISTINCT hashed_email",
                                "MINIMUM 100 DISTINCT hashed_email, MINIMUM 25 DISTINCT store_region"),
                        CAMPAIGNS);
            case "risky" ->
                room(purchases("AVG(purchase_amount)", "AVG(purchase_amount), MAX(purchase_amount)"), CAMPAIGNS);
            case "nested" -> NestedRoom.room();
            default -> MixedRoom.variant(name);
        };
    }

    /** The room with other minimums, written as in a rule. */
    public static Room withMinimums(String purchases, String campaigns) {
        String usual = "MINIMUM 100 DISTINCT hashed_email";
        return room(purchases(usual, purchases), campaigns(usual, campaigns));
    }

    private static ConfiguredTable purchases(String clause, String instead) {
        return PURCHASES.withRule(rule(replaced(PURCHASE_RULE, clause, instead)));
    }

    private static ConfiguredTable campaigns(String clause, String instead) {
        return CAMPAIGNS.withRule(rule(replaced(CAMPAIGN_RULE, clause, instead)));
    }

    static String replaced(String rule, String clause, String instead) {
        if (!rule.contains(clause)) {
            throw new IllegalArgumentException("the rule does not say " + clause);
        }
        return rule.replace(clause, instead);
    }

    /** People are known by e-mail or by telephone, both hashed. */
    private static Room twoKeys(String purchaseOperators, String campaignOperators) {
        return room(
                withPhone(PURCHASES, PURCHASE_RULE, purchaseOperators),
                withPhone(CAMPAIGNS, CAMPAIGN_RULE, campaignOperators));
    }

    private static ConfiguredTable withPhone(ConfiguredTable table, String rule, String operators) {
        List<Column> columns = new ArrayList<>(table.columns());
        columns.add(column("hashed_phone", Kind.VARCHAR));
        return new ConfiguredTable(table.owner(), table.name(), table.source(), columns, Optional.empty())
                .withRule(rule(replaced(
                        rule,
                        "JOIN COLUMNS (hashed_email)",
                        "JOIN COLUMNS (hashed_email, hashed_phone), JOIN OPERATORS (" + operators + ")")));
    }

    public static Room room(ConfiguredTable purchases, ConfiguredTable campaigns) {
        return room(purchases, campaigns, Set.of(), RUNNER_ABILITIES);
    }

    private static Room room(
            ConfiguredTable purchases, ConfiguredTable campaigns, Set<Name> receivers, Set<Ability> runner) {
        Name name = Name.of("retail_attribution");
        Definition.CreateTemplate create = (Definition.CreateTemplate) SqlText.parse(TEMPLATE);
        return new Room(
                1,
                new Collaboration(
                        name,
                        List.of(
                                new Membership(RETAILER, Set.of(Ability.CONTRIBUTE), Membership.Status.ACTIVE),
                                new Membership(ADVERTISER, runner, Membership.Status.ACTIVE))),
                List.of(
                        shared(purchases, name, "retailer_purchase_events", receivers),
                        shared(campaigns, name, "advertiser_campaign_events", Set.of())),
                List.of(new AnalysisTemplate(
                        name,
                        create.name(),
                        ADVERTISER,
                        create.parameters(),
                        create.description(),
                        create.sql(),
                        QueryBinder.tables(create.sql()))),
                List.of());
    }

    static SharedTable shared(ConfiguredTable table, Name collaboration, String alias, Set<Name> receivers) {
        return new SharedTable(
                new Association(table.owner(), table.name(), collaboration, Name.of(alias), new TreeSet<>(receivers)),
                table);
    }

    public static BoundQuery bind(Room room, String sql) {
        SqlNode node = ((Query.Select) SqlText.parse(sql)).node();
        return BINDER.bind(ADVERTISER, Optional.of(room), node, sql);
    }

    /** Decides as if every owner had approved every template. */
    public static Decision decide(Room room, String sql) {
        BoundQuery bound = bind(room, sql);
        return POLICY.decide(bound, bound.templates());
    }

    /** Decides in a variant of the room; in {@code unapproved} nobody has approved any template. */
    public static Decision decideIn(String variant, String sql) {
        return variant.endsWith("unapproved")
                ? POLICY.decide(bind(variant(variant), sql), Set.of())
                : decide(variant(variant), sql);
    }

    public static Decision decide(String sql) {
        return decide(ROOM, sql);
    }
}
