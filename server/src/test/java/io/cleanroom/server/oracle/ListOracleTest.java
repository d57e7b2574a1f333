package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.RetailRoom;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random questions under LIST rules: what comes out are the rows of the overlap and no other, never a key, and nothing that
 * depends on people whom the runner does not have or on how often it has them. {@code -Dseed=} repeats a run.
 */
final class ListOracleTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int QUESTIONS = 40;
    private static final int MINIMUM = 3;
    private static final Room ROOM = RetailRoom.variant("mixed-small");

    private final Map<String, Integer> seen = new TreeMap<>();

    @TempDir
    Path directory;

    @Test
    void theOverlapAndNothingElse() throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ListOracleTest: -Dseed=" + seed);
        Random random = new Random(seed);
        try (Server server = new Server(directory)) {
            for (int round = 0; round < ROUNDS; round++) {
                MixedRows rows = together(MixedRows.random(random), MixedRows.random(random));
                Server.Stored stored = rows.store(server, "list" + round);
                Server.Stored others = withoutOverlap(rows, random).store(server, "others" + round);
                for (int i = 0; i < QUESTIONS; i++) {
                    question(server, ListAsk.random(random), rows, List.of(stored, others), random, seed);
                }
            }
        }
        System.out.println("ListOracleTest: " + seen);
        Stream.of("refused", "rows", "empty")
                .forEach(kind -> assertTrue(seen.getOrDefault(kind, 0) >= ROUNDS, kind + ": " + seen));
        assertTrue(seen.getOrDefault("with a minimum", 0) > 0, () -> "no row under a minimum: " + seen);
    }

    private static MixedRows together(MixedRows a, MixedRows b) {
        return new MixedRows(a.visits(), a.old(), a.audience(), all(a.segments(), b.segments()), all(a.crm(), b.crm()));
    }

    private static List<MixedRows.Person> all(List<MixedRows.Person> a, List<MixedRows.Person> b) {
        List<MixedRows.Person> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    /** Other rows of people whom the runner does not have, and the runner's own rows twice. */
    private static MixedRows withoutOverlap(MixedRows rows, Random random) {
        List<String> known =
                rows.crm().stream().map(p -> String.valueOf(p.key())).toList();
        List<MixedRows.Person> segments = new ArrayList<>();
        rows.segments().stream()
                .filter(p -> p.key() != null && known.contains(p.key()))
                .forEach(segments::add);
        for (int i = 0; i < 5; i++) {
            segments.add(new MixedRows.Person("stranger-" + i, "b", random.nextInt(90)));
            segments.add(new MixedRows.Person(null, "d", i));
        }
        return new MixedRows(rows.visits(), rows.old(), rows.audience(), segments, all(rows.crm(), rows.crm()));
    }

    private void question(
            Server server, ListAsk ask, MixedRows rows, List<Server.Stored> stored, Random random, long seed) {
        String sql = ask.sql(random);
        String about = "-Dseed=" + seed + "\n" + sql;
        boolean refused = RetailRoom.decide(ROOM, sql) instanceof Decision.Refused;
        assertEquals(ask.wrong().isPresent(), refused, about);
        if (refused) {
            seen.merge("refused", 1, Integer::sum);
            return;
        }
        List<String> expected = shown(ask.answer(rows, MINIMUM));
        Server.Approved approved = Server.decide(ROOM, sql);
        for (Server.Stored each : stored) {
            List<String> found = shown(server.run(approved, List.of(), each));
            assertEquals(expected, found, about);
            assertFalse(found.toString().contains(MixedRows.KEY), about);
        }
        seen.merge(expected.isEmpty() ? "empty" : "rows", 1, Integer::sum);
        if (ask.visited().isPresent()) {
            seen.merge("with a minimum", expected.size(), Integer::sum);
        }
    }

    private static List<String> shown(List<? extends List<? extends @Nullable Object>> rows) {
        return rows.stream().map(String::valueOf).sorted().toList();
    }
}
