package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.policy.RetailRoom;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must not matter does not (I1 to I6, I9), over CUSTOM and LIST tables and everything that may be asked of them. {@code
 * -Dseed=} repeats a run, which prints its seed; {@code -Drounds=} makes it longer.
 */
final class MixedInvariantsTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 10);
    private static final int QUESTIONS = 20;
    private static final Room USUAL = RetailRoom.variant("mixed-small");
    private static final Room STRICT = RetailRoom.variant("mixed-small-strict");

    private final Map<String, Integer> seen = new TreeMap<>();

    @TempDir
    Path directory;

    @Test
    void whatMustNotMatterDoesNot() throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("MixedInvariantsTest: -Dseed=" + seed);
        Random random = new Random(seed);
        try (Server server = new Server(directory)) {
            Server.Stored empty = MixedRows.empty().store(server, "empty");
            Server.Stored adversarial = MixedRows.adversarial().store(server, "adversarial");
            for (int round = 0; round < ROUNDS; round++) {
                round(server, new Random(random.nextLong()), "-Dseed=" + seed, "mixed" + round, empty, adversarial);
            }
            System.out.println("MixedInvariantsTest: " + server.runs() + " runs, " + seen);
        }
        // A comparison of nothing with nothing would prove nothing.
        for (String kind : List.of("I1", "I2", "I3", "I4", "I5", "I6")) {
            assertTrue(seen.getOrDefault(kind, 0) >= 2 * ROUNDS, kind + ": " + seen);
        }
    }

    private void round(
            Server server, Random random, String seed, String name, Server.Stored empty, Server.Stored adversarial)
            throws SQLException {
        MixedRows rows = MixedRows.random(random);
        Server.Stored stored = rows.store(server, name);
        Server.Stored ages = rows.withVisits(
                        visits -> visits.stream().map(v -> v.aged(99 - v.age())).toList())
                .store(server, name);
        Server.Stored rareGone = rows.withVisits(
                        visits -> visits.stream().filter(v -> !isRare(v)).toList())
                .store(server, name);
        Server.Stored rareOtherwise = rows.withVisits(visits -> visits.stream()
                        .map(v -> isRare(v) ? v.otherwise(random) : v)
                        .toList())
                .store(server, name);
        Server.Stored repeated =
                rows.withRunners(people -> repeated(people, random)).store(server, name);
        Server.Stored sybils = rows.withRunners(MixedInvariantsTest::withSybils).store(server, name);
        MixedAsks asks = new MixedAsks(random);
        for (int i = 0; i < QUESTIONS; i++) {
            MixedAsks.Question ask = asks.next();
            String about = seed + "\n" + ask.sql() + "\n";
            Server.Approved approved = Server.decide(USUAL, ask.sql());
            List<String> reply = rows(server, approved, stored);

            assertFalse(reply.toString().contains(MixedRows.KEY), about + "I1: " + reply);
            count("I1", reply.size());
            if (!ask.sql().contains("v.age")) {
                assertEquals(reply, rows(server, approved, ages), about + "I2: columns that are not asked for");
                count("I2", reply.size());
            }
            if (ask.byRegion()) {
                assertFalse(reply.toString().contains(MixedRows.RARE), about + "I3: " + reply);
                assertEquals(reply, rows(server, approved, rareGone), about + "I3: few people gone");
                assertEquals(reply, rows(server, approved, rareOtherwise), about + "I3: few people otherwise");
                count("I3", reply.size());
            }
            runnersRows(server, approved, ask, stored, repeated, sybils, about);
            strict(server, ask, reply, stored, about);
            assertTrue(rows(server, approved, empty).size() <= 1, about + "I9: rows out of nothing");
            rows(server, approved, adversarial);
        }
    }

    private static boolean isRare(MixedRows.Visit visit) {
        return visit.region().equals(MixedRows.RARE);
    }

    /** I4 and I5, for questions whose first column says which group a row is. */
    private void runnersRows(
            Server server,
            Server.Approved approved,
            MixedAsks.Question ask,
            Server.Stored stored,
            Server.Stored repeated,
            Server.Stored sybils,
            String about) {
        List<String> groups = groups(server, approved, ask, stored);
        assertEquals(groups, groups(server, approved, ask, repeated), about + "I4: repeated rows of the runner");
        count("I4", groups.size());
        if (!ask.runnersPeople()) {
            assertEquals(groups, groups(server, approved, ask, sybils), about + "I5: people of the runner's invention");
            count("I5", groups.size());
        }
    }

    /** I6; further aggregation of what came out is of fewer groups then. */
    private void strict(Server server, MixedAsks.Question ask, List<String> usual, Server.Stored stored, String about) {
        if (ask.sql().startsWith("WITH") || ask.sql().contains(" AS u ")) {
            return;
        }
        List<String> fewer = rows(server, Server.decide(STRICT, ask.sql()), stored);
        assertTrue(usual.containsAll(fewer), about + "I6: " + fewer + " is not among " + usual);
        count("I6", fewer.size());
    }

    private void count(String what, int number) {
        seen.merge(what, number, Integer::sum);
    }

    private static List<MixedRows.Person> repeated(List<MixedRows.Person> people, Random random) {
        List<MixedRows.Person> all = new ArrayList<>(people);
        people.stream().filter(p -> random.nextBoolean()).forEach(all::add);
        return all;
    }

    private static List<MixedRows.Person> withSybils(List<MixedRows.Person> people) {
        List<MixedRows.Person> all = new ArrayList<>(people);
        for (MixedRows.Person person : people) {
            all.add(new MixedRows.Person(MixedRows.KEY + "sybil" + all.size(), person.group(), person.number()));
        }
        return all;
    }

    private static List<String> rows(Server server, Server.Approved approved, Server.Stored stored) {
        return shown(server.run(approved, List.of(), stored), Integer.MAX_VALUE);
    }

    private static List<String> groups(
            Server server, Server.Approved approved, MixedAsks.Question ask, Server.Stored stored) {
        boolean further = ask.sql().startsWith("WITH");
        int keys = ask.sql().startsWith("SELECT DISTINCT") || ask.sql().startsWith("SELECT a.cohort") ? 2 : 1;
        return shown(server.run(approved, List.of(), stored), further ? 0 : keys);
    }

    private static List<String> shown(List<List<@Nullable Object>> rows, int columns) {
        return rows.stream()
                .map(row -> row.stream()
                        .limit(columns)
                        .map(MixedInvariantsTest::shown)
                        .collect(Collectors.joining(" ")))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** Averages hang on the order of additions in their last digits. */
    private static String shown(@Nullable Object value) {
        return value instanceof Double number
                ? String.format(java.util.Locale.ROOT, "%.6f", number)
                : Objects.toString(value);
    }
}
