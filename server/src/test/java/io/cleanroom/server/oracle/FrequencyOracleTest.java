package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.policy.RetailRoom;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many people did something how often, over random rows: groups of one person each, grouped again. Everything that should
 * come out does, with its values, and nothing of fewer people than the minimum. {@code -Dseed=} repeats a run.
 */
final class FrequencyOracleTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 25);
    private static final int MINIMUM = 3;
    private static final Room ROOM = RetailRoom.variant("mixed-small");

    /** The rows of one person; rows without a key are one group, and nobody. */
    private record Of(@Nullable String key, List<MixedRows.Visit> visits) {
        BigDecimal spent() {
            return visits.stream().map(v -> new BigDecimal(v.amount())).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    @TempDir
    Path directory;

    private int released;
    private int leftOut;

    @Test
    void howManyPeopleHowOften() throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("FrequencyOracleTest: -Dseed=" + seed);
        Random random = new Random(seed);
        try (Server server = new Server(directory)) {
            for (int round = 0; round < ROUNDS; round++) {
                MixedRows rows = MixedRows.random(random);
                Server.Stored stored = rows.store(server, "frequency" + round);
                check(server, stored, rows, random, "-Dseed=" + seed + " round " + round);
            }
        }
        System.out.println("FrequencyOracleTest: " + released + " groups came out, " + leftOut + " did not");
        assertTrue(released > ROUNDS && leftOut > ROUNDS, released + " " + leftOut);
    }

    private void check(Server server, Server.Stored stored, MixedRows rows, Random random, String about) {
        int least = random.nextInt(5);
        int spent = random.nextInt(400);
        List<Of> people = people(rows.visits(), v -> true);
        List<Of> online = people(rows.visits(), MixedRows.Visit::online);
        String perPerson =
                "(SELECT hashed_email, COUNT(*) AS n, SUM(amount) AS spent FROM retailer_visits GROUP BY hashed_email";
        compare(
                server,
                stored,
                about,
                "SELECT n, COUNT(*), SUM(spent) FROM " + perPerson + ") AS t GROUP BY n",
                groups(people, of -> of.visits().size(), of -> true));
        compare(
                server,
                stored,
                about,
                "SELECT n, COUNT(*), SUM(spent) FROM " + perPerson + " HAVING COUNT(*) > " + least
                        + ") AS t WHERE spent > " + spent + " GROUP BY n",
                groups(
                        people,
                        of -> of.visits().size(),
                        of -> of.visits().size() > least && of.spent().compareTo(BigDecimal.valueOf(spent)) > 0));
        compare(
                server,
                stored,
                about,
                "WITH t AS (SELECT hashed_email AS who, SUM(amount) AS spent, COUNT(*) AS n FROM retailer_visits"
                        + " WHERE online GROUP BY 1) SELECT CASE WHEN n > " + least
                        + " THEN 'more' ELSE 'fewer' END AS often, COUNT(*), SUM(spent) FROM t GROUP BY 1",
                groups(online, of -> of.visits().size() > least ? "more" : "fewer", of -> true));
        compare(
                server,
                stored,
                about,
                "SELECT region, COUNT(*), 0 FROM (SELECT DISTINCT region, hashed_email FROM retailer_visits) AS t"
                        + " GROUP BY region",
                regions(people));
    }

    private void compare(Server server, Server.Stored stored, String about, String sql, Set<List<String>> expected) {
        Set<List<String>> found = server.run(Server.decide(ROOM, sql), List.of(), stored).stream()
                .map(FrequencyOracleTest::shown)
                .collect(Collectors.toSet());
        assertEquals(expected, found, about + "\n" + sql);
    }

    private static List<Of> people(List<MixedRows.Visit> visits, Predicate<MixedRows.Visit> condition) {
        Map<@Nullable String, List<MixedRows.Visit>> byKey = new LinkedHashMap<>();
        visits.stream()
                .filter(condition)
                .forEach(v ->
                        byKey.computeIfAbsent(v.key(), k -> new ArrayList<>()).add(v));
        List<Of> people = new ArrayList<>();
        byKey.forEach((key, rows) -> people.add(new Of(key, rows)));
        return people;
    }

    private Set<List<String>> groups(List<Of> people, Function<Of, Object> key, Predicate<Of> condition) {
        Map<Object, List<Of>> groups = new LinkedHashMap<>();
        people.stream()
                .filter(condition)
                .forEach(of -> groups.computeIfAbsent(key.apply(of), k -> new ArrayList<>())
                        .add(of));
        Set<List<String>> rows = new HashSet<>();
        groups.forEach((value, members) -> {
            if (isEnough(members)) {
                BigDecimal spent = members.stream().map(Of::spent).reduce(BigDecimal.ZERO, BigDecimal::add);
                rows.add(shown(List.of(value, members.size(), spent)));
            }
        });
        return rows;
    }

    private Set<List<String>> regions(List<Of> people) {
        Map<String, List<Of>> regions = new LinkedHashMap<>();
        for (Of of : people) {
            of.visits().stream()
                    .map(MixedRows.Visit::region)
                    .distinct()
                    .forEach(region -> regions.computeIfAbsent(region, r -> new ArrayList<>())
                            .add(of));
        }
        Set<List<String>> rows = new HashSet<>();
        regions.forEach((region, members) -> {
            if (isEnough(members)) {
                rows.add(shown(List.of(region, members.size(), 0)));
            }
        });
        return rows;
    }

    private boolean isEnough(Collection<Of> members) {
        boolean enough = members.stream().filter(of -> of.key() != null).count() >= MINIMUM;
        released += enough ? 1 : 0;
        leftOut += enough ? 0 : 1;
        return enough;
    }

    private static List<String> shown(List<?> row) {
        return row.stream()
                .map(value -> value instanceof Number number
                        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                        : String.valueOf(value))
                .toList();
    }
}
