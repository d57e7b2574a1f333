package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.policy.RetailRoom;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers over LIST and CUSTOM tables against an evaluator that knows nothing of plans: every row that should come out does,
 * with the same values, and no other.
 */
final class MixedOracleTest {
    private static final int MINIMUM = 3;
    private static final int ROUNDS = 40;

    @TempDir
    Path directory;

    private record Visit(
            int id,
            @Nullable String key,
            String region,
            @Nullable Integer minutes,
            int amount) {
        String sql() {
            return "(" + text(key) + ", " + id + "::BIGINT, '" + region + "', DATE '2026-01-01', " + minutes
                    + "::INTEGER, " + amount + "::DECIMAL(12,2), 30::INTEGER, TRUE)";
        }
    }

    private record Person(@Nullable String key, String group, int number) {}

    /** A visit with the person that it is joined with; without a visit if there is none. */
    private record Pair(Person person, @Nullable Visit visit) {}

    @Test
    void whatComesOutIsWhatTheRulesLetOut() throws SQLException {
        try (Server server = new Server(directory)) {
            for (int seed = 1; seed <= ROUNDS; seed++) {
                Random random = new Random(seed);
                List<Visit> visits = new ArrayList<>();
                for (int i = 0; i < 10 + random.nextInt(60); i++) {
                    visits.add(new Visit(
                            i,
                            key(random),
                            pick(random, "N", "S", "E"),
                            random.nextInt(9) == 0 ? null : random.nextInt(60),
                            random.nextInt(100)));
                }
                List<Person> audience = people(random, "x", "y");
                List<Person> segments = people(random, "a", "b", "c");
                List<Person> crm = people(random, "gold", "none");
                Map<Name, Path> files = new HashMap<>();
                files.put(
                        Name.of("visits"),
                        server.written(
                                "visits",
                                "SELECT * FROM (VALUES "
                                        + visits.stream().map(Visit::sql).collect(Collectors.joining(", "))
                                        + ") AS t(hashed_email, visit_id, region, visit_date, minutes, amount, age, online)"));
                files.put(
                        Name.of("audience"),
                        file(
                                server,
                                audience,
                                "NULL::VARCHAR AS contact, g AS cohort, DATE '2026-01-01' AS joined_on,"
                                        + " n::DECIMAL(12,2) AS value"));
                files.put(
                        Name.of("segments"),
                        file(
                                server,
                                segments,
                                "NULL::VARCHAR AS panel_id, g AS segment, g AS tier, n::INTEGER AS score"));
                files.put(
                        Name.of("crm"),
                        file(server, crm, "NULL::VARCHAR AS panel_id, n::BIGINT AS internal_id, g AS status"));
                Server.Stored stored = new Server.Stored(Name.of("mixed" + seed), files);
                int limit = random.nextInt(70);

                check(
                        server,
                        stored,
                        seed,
                        "SELECT region, COUNT(*), SUM(CASE WHEN minutes > " + limit
                                + " THEN amount ELSE 0 END) FROM retailer_visits GROUP BY region",
                        byRegion(visits, limit, true));
                check(
                        server,
                        stored,
                        seed,
                        "SELECT region, COUNT(*), COUNT(*) FILTER (WHERE NOT minutes <= " + limit
                                + ") FROM retailer_visits GROUP BY region",
                        byRegion(visits, limit, false));
                check(
                        server,
                        stored,
                        seed,
                        "SELECT region, COUNT(*) FROM (SELECT region, hashed_email, ROW_NUMBER() OVER (PARTITION BY"
                                + " hashed_email ORDER BY visit_id) AS n FROM retailer_visits) AS t WHERE n = 1 GROUP BY region",
                        firstVisits(visits));
                check(
                        server,
                        stored,
                        seed,
                        "SELECT a.cohort, COUNT(*), SUM(v.amount) FROM advertiser_audience AS a LEFT JOIN retailer_visits AS v"
                                + " ON a.hashed_email = v.hashed_email GROUP BY a.cohort",
                        leftJoined(audience, visits));
                check(
                        server,
                        stored,
                        seed,
                        "SELECT DISTINCT s.segment, r.internal_id FROM loyalty_segments AS s JOIN advertiser_crm AS r"
                                + " ON s.hashed_email = r.hashed_email WHERE r.status = 'gold'",
                        overlap(segments, crm));
                check(
                        server,
                        stored,
                        seed,
                        "SELECT region, COUNT(*), SUM(amount) FROM retailer_visits WHERE hashed_email IN (SELECT hashed_email"
                                + " FROM advertiser_audience WHERE cohort = 'x') GROUP BY region",
                        semiJoined(visits, audience, p -> p.group().equals("x")));
                check(
                        server,
                        stored,
                        seed,
                        "SELECT v.region, COUNT(*), SUM(v.amount) FROM retailer_visits AS v WHERE EXISTS (SELECT 1 FROM"
                                + " advertiser_audience AS a WHERE a.hashed_email = v.hashed_email AND a.value > 4) GROUP BY v.region",
                        semiJoined(visits, audience, p -> p.number() > 4));
                check(
                        server,
                        stored,
                        seed,
                        "SELECT t.region, t.n, u.n FROM (SELECT region, COUNT(*) AS n FROM retailer_visits GROUP BY region) AS t"
                                + " LEFT JOIN (SELECT region, COUNT(*) AS n FROM retailer_visits WHERE minutes > "
                                + limit
                                + " GROUP BY region) AS u ON t.region = u.region",
                        joinedResults(visits, limit));
            }
        }
    }

    private static void check(Server server, Server.Stored stored, int seed, String sql, List<String> expected) {
        List<String> rows =
                server.run(Server.decide(RetailRoom.variant("mixed-small"), sql), List.of(), stored).stream()
                        .map(row -> row.stream().map(MixedOracleTest::shown).collect(Collectors.joining(" ")))
                        .sorted()
                        .toList();
        assertEquals(expected.stream().sorted().toList(), rows, "seed " + seed + ": " + sql);
    }

    private static List<String> byRegion(List<Visit> visits, int limit, boolean sums) {
        Predicate<Visit> inBranch = v -> v.minutes() != null && v.minutes() > limit;
        List<String> rows = new ArrayList<>();
        visits.stream()
                .collect(Collectors.groupingBy(Visit::region, TreeMap::new, Collectors.toList()))
                .forEach((region, all) -> {
                    List<Visit> branch = all.stream().filter(inBranch).toList();
                    List<Visit> others = all.stream().filter(inBranch.negate()).toList();
                    if (keys(all) >= MINIMUM && nobodyOrEnough(branch) && nobodyOrEnough(others)) {
                        int value =
                                sums ? branch.stream().mapToInt(Visit::amount).sum() : branch.size();
                        rows.add(region + " " + all.size() + " " + value);
                    }
                });
        return rows;
    }

    private static List<String> firstVisits(List<Visit> visits) {
        Map<String, Visit> first = new HashMap<>();
        visits.forEach(v -> first.putIfAbsent(String.valueOf(v.key()), v));
        List<String> rows = new ArrayList<>();
        first.values().stream().collect(Collectors.groupingBy(Visit::region)).forEach((region, all) -> {
            if (keys(all) >= MINIMUM) {
                rows.add(region + " " + all.size());
            }
        });
        return rows;
    }

    private static List<String> leftJoined(List<Person> audience, List<Visit> visits) {
        List<Pair> pairs = new ArrayList<>();
        for (Person person : audience) {
            List<Visit> matches = visits.stream()
                    .filter(v -> v.key() != null && v.key().equals(person.key()))
                    .toList();
            matches.forEach(v -> pairs.add(new Pair(person, v)));
            if (matches.isEmpty()) {
                pairs.add(new Pair(person, null));
            }
        }
        List<String> rows = new ArrayList<>();
        pairs.stream().collect(Collectors.groupingBy(p -> p.person().group())).forEach((cohort, all) -> {
            List<Visit> matched =
                    all.stream().map(Pair::visit).filter(Objects::nonNull).toList();
            long own = all.stream()
                    .map(p -> p.person().key())
                    .filter(Objects::nonNull)
                    .distinct()
                    .count();
            if (own >= MINIMUM && keys(matched) >= MINIMUM) {
                rows.add(cohort + " " + all.size() + " "
                        + matched.stream().mapToInt(Visit::amount).sum());
            }
        });
        return rows;
    }

    /** Each visit once, however many rows of its person the audience has. */
    private static List<String> semiJoined(List<Visit> visits, List<Person> audience, Predicate<Person> wanted) {
        Set<String> keys = audience.stream()
                .filter(wanted)
                .map(Person::key)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<String> rows = new ArrayList<>();
        visits.stream()
                .filter(v -> v.key() != null && keys.contains(v.key()))
                .collect(Collectors.groupingBy(Visit::region))
                .forEach((region, all) -> {
                    if (keys(all) >= MINIMUM) {
                        rows.add(region + " " + all.size() + " "
                                + all.stream().mapToInt(Visit::amount).sum());
                    }
                });
        return rows;
    }

    private static List<String> joinedResults(List<Visit> visits, int limit) {
        Map<String, Integer> longer = released(visits.stream()
                .filter(v -> v.minutes() != null && v.minutes() > limit)
                .toList());
        List<String> rows = new ArrayList<>();
        released(visits).forEach((region, n) -> rows.add(region + " " + n + " " + longer.get(region)));
        return rows;
    }

    private static Map<String, Integer> released(List<Visit> visits) {
        Map<String, Integer> counts = new TreeMap<>();
        visits.stream().collect(Collectors.groupingBy(Visit::region)).forEach((region, all) -> {
            if (keys(all) >= MINIMUM) {
                counts.put(region, all.size());
            }
        });
        return counts;
    }

    private static List<String> overlap(List<Person> segments, List<Person> crm) {
        return segments.stream()
                .flatMap(s -> crm.stream()
                        .filter(r -> r.group().equals("gold")
                                && s.key() != null
                                && s.key().equals(r.key()))
                        .map(r -> s.group() + " " + r.number()))
                .distinct()
                .toList();
    }

    private static long keys(List<Visit> visits) {
        return visits.stream()
                .map(Visit::key)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private static boolean nobodyOrEnough(List<Visit> visits) {
        return keys(visits) == 0 || keys(visits) >= MINIMUM;
    }

    private static List<Person> people(Random random, String... groups) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 3 + random.nextInt(20); i++) {
            people.add(new Person(key(random), pick(random, groups), i));
        }
        return people;
    }

    private static Path file(Server server, List<Person> people, String columns) throws SQLException {
        return server.written(
                "people",
                "SELECT k AS hashed_email, " + columns + " FROM (VALUES "
                        + people.stream()
                                .map(p -> "(" + text(p.key()) + ", '" + p.group() + "', " + p.number() + ")")
                                .collect(Collectors.joining(", "))
                        + ") AS t(k, g, n)");
    }

    private static @Nullable String key(Random random) {
        return random.nextInt(12) == 0 ? null : "key-" + random.nextInt(9);
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String text(@Nullable String value) {
        return value == null ? "NULL::VARCHAR" : "'" + value + "'";
    }

    private static String shown(@Nullable Object value) {
        return value instanceof Number number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
