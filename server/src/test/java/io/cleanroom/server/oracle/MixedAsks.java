package io.cleanroom.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random questions to the mixed room: CUSTOM and LIST tables, joins, semi-joins, conditions, windows, released results. */
final class MixedAsks {
    /**
     * One question.
     *
     * @param byRegion whether every group is one region's, so that a region of few people shows in no row
     * @param branches whether a row also hangs on groups that its conditions make
     * @param runnersPeople whether more people of the runner's alone may bring out a group, of the runner's own table
     */
    record Question(String sql, boolean byRegion, boolean branches, boolean runnersPeople) {}

    private static final List<String> PLAIN = List.of(
            "COUNT(*)",
            "COUNT(v.minutes)",
            "COUNT(DISTINCT v.hashed_email)",
            "SUM(v.amount)",
            "SUM(v.amount * 2)",
            "SUM(v.amount - v.minutes)",
            "AVG(v.minutes)",
            "MIN(v.minutes)",
            "MAX(v.amount)",
            "MEDIAN(v.minutes)",
            "PERCENTILE(v.amount, 0.9)");

    private static final List<String> CONDITIONAL = List.of(
            "SUM(CASE WHEN v.minutes > %d THEN v.amount ELSE 0 END)",
            "COUNT(*) FILTER (WHERE v.online)",
            "COUNT(NULLIF(v.minutes, %d))",
            "SUM(COALESCE(v.minutes, %d))",
            "SUM(v.minutes) FILTER (WHERE v.visit_date > DATE '2026-01-10')");

    private final Random random;

    MixedAsks(Random random) {
        this.random = random;
    }

    Question next() {
        boolean byRegion = random.nextInt(4) > 0;
        boolean branches = random.nextInt(4) == 0;
        String key = byRegion ? "v.region" : pick("v.online", "v.visit_date", "EXTRACT(DAY FROM v.visit_date)");
        String from = "retailer_visits AS v";
        String list = list(branches);
        String where = where();
        return switch (random.nextInt(11)) {
            case 0, 1 -> new Question(grouped(key, list, from, where), byRegion, branches, false);
            case 2 -> {
                String other = random.nextBoolean() ? key : "a.cohort, " + key;
                yield new Question(
                        grouped(
                                other,
                                list,
                                from + " JOIN advertiser_audience AS a ON v.hashed_email = a.hashed_email",
                                where),
                        byRegion,
                        branches,
                        false);
            }
            case 3 ->
                new Question(
                        grouped(
                                "a.cohort, " + key,
                                list,
                                "advertiser_audience AS a LEFT JOIN " + from + " ON v.hashed_email = a.hashed_email",
                                "TRUE"),
                        false,
                        branches,
                        true);
            case 4 ->
                new Question(
                        grouped(
                                key,
                                list,
                                from,
                                where
                                        + " AND v.hashed_email IN (SELECT hashed_email FROM advertiser_audience WHERE cohort = '"
                                        + pick("x", "y") + "')"),
                        byRegion,
                        branches,
                        false);
            case 5 ->
                new Question(
                        grouped(
                                key,
                                list,
                                from,
                                where + " AND EXISTS (SELECT 1 FROM advertiser_audience AS a WHERE a.hashed_email ="
                                        + " v.hashed_email AND a.value > " + random.nextInt(9) + ")"),
                        byRegion,
                        branches,
                        false);
            case 6 -> {
                String results =
                        "(SELECT " + key + " AS k, COUNT(*) AS n FROM " + from + " WHERE " + where + " GROUP BY 1)";
                yield new Question(
                        "SELECT t.k, t.n, u.n FROM " + results + " AS t " + pick("LEFT", "FULL", "INNER")
                                + " JOIN (SELECT " + key + " AS k, COUNT(*) AS n FROM " + from
                                + " GROUP BY 1) AS u ON t.k = u.k",
                        byRegion,
                        false,
                        false);
            }
            case 7 ->
                new Question(
                        "SELECT v.region, COUNT(*), COUNT(DISTINCT v.hashed_email) FROM (SELECT region, hashed_email,"
                                + " minutes, online FROM retailer_visits UNION ALL SELECT region, hashed_email, minutes,"
                                + " online FROM retailer_visits_old) AS v WHERE v.minutes > " + random.nextInt(60)
                                + " GROUP BY v.region",
                        true,
                        false,
                        false);
            case 8 ->
                new Question(
                        "SELECT v.region, COUNT(*) FROM (SELECT region, hashed_email, ROW_NUMBER() OVER (PARTITION BY"
                                + " hashed_email ORDER BY visit_id, visit_date, minutes, amount) AS n FROM retailer_visits)"
                                + " AS v WHERE v.n <= " + (1 + random.nextInt(3)) + " GROUP BY v.region",
                        true,
                        false,
                        false);
            case 9 ->
                new Question(
                        "SELECT DISTINCT s.segment, r.status FROM loyalty_segments AS s JOIN advertiser_crm AS r ON"
                                + " s.hashed_email = r.hashed_email WHERE s.score > " + random.nextInt(12),
                        true,
                        false,
                        false);
            default ->
                new Question(
                        "WITH g AS (" + grouped(key, "COUNT(*) AS n", from, where)
                                + ") SELECT COUNT(*), SUM(n), MAX(n) FROM g",
                        byRegion,
                        false,
                        false);
        };
    }

    private static String grouped(String keys, String list, String from, String where) {
        return "SELECT " + keys + ", " + list + " FROM " + from + " WHERE " + where + " GROUP BY " + keys;
    }

    private String list(boolean branches) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            list.add(PLAIN.get(random.nextInt(PLAIN.size())));
        }
        if (branches) {
            list.add(CONDITIONAL.get(random.nextInt(CONDITIONAL.size())).formatted(random.nextInt(90)));
        }
        return list.stream().distinct().collect(Collectors.joining(", "));
    }

    private String where() {
        return switch (random.nextInt(6)) {
            case 0 -> "v.minutes > " + random.nextInt(60);
            case 1 -> "v.region IN ('N', '" + pick("S", MixedRows.RARE) + "')";
            case 2 -> "(v.online OR v.minutes IS NULL)";
            case 3 -> "v.visit_date BETWEEN DATE '2026-01-01' AND DATE '2026-02-01' AND NOT v.region LIKE 'S%'";
            case 4 -> "v.age < " + (20 + random.nextInt(60));
            default -> "TRUE";
        };
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }
}
