package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.RetailRoom;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random questions under CUSTOM rules. However one is written, the decision is one (I14) and is never an enforcement fault;
 * what is approved says what an evaluator says that knows nothing of plans: every row that should come out, with its values,
 * and no other (I7). {@code -Dseed=} repeats a run, which prints its seed; {@code -Drounds=} makes it longer.
 */
final class CustomOracleTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 6);
    private static final int QUESTIONS = 50;
    private static final int SPELLINGS = 3;
    private static final int MINIMUM = 3;

    /** For decisions alone, under other rules for the same tables. */
    private static final List<Room> OTHERS = java.util.stream.Stream.of(
                    "mixed-comparisons",
                    "mixed-literals",
                    "mixed-without-minimum",
                    "mixed-two-minimums",
                    "mixed-templates")
            .map(RetailRoom::variant)
            .toList();

    private static final Room ROOM = RetailRoom.variant("mixed-small");

    private final Map<String, Integer> seen = new TreeMap<>();

    @TempDir
    Path directory;

    @Test
    void oneDecisionHoweverItIsWrittenAndTheRightAnswer() throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CustomOracleTest: -Dseed=" + seed);
        Random random = new Random(seed);
        try (Server server = new Server(directory)) {
            for (int round = 0; round < ROUNDS; round++) {
                MixedRows rows = MixedRows.random(random);
                Server.Stored stored = rows.store(server, "custom" + round);
                CustomAsks asks = new CustomAsks(random);
                for (int i = 0; i < QUESTIONS; i++) {
                    question(server, asks.next(), rows, stored, random, "-Dseed=" + seed + "\n");
                }
            }
        }
        System.out.println("CustomOracleTest: " + seen);
        // A comparison of nothing with nothing would prove nothing.
        for (String kind : List.of("approved", "refused", "rows", "empty")) {
            assertTrue(seen.getOrDefault(kind, 0) >= 4 * ROUNDS, kind + ": " + seen);
        }
        for (MixedAsk.Shape shape : MixedAsk.Shape.values()) {
            assertTrue(seen.getOrDefault(shape.name(), 0) >= ROUNDS, shape + ": " + seen);
        }
    }

    private void question(
            Server server, MixedAsk ask, MixedRows rows, Server.Stored stored, Random random, String about) {
        String plain = ask.sql(MixedSql.plain());
        List<String> spellings = new ArrayList<>(List.of(plain));
        for (int i = 1; i < SPELLINGS; i++) {
            spellings.add(ask.sql(MixedSql.of(random)));
        }
        String verdict = sameVerdict(ROOM, spellings, about);
        if (random.nextInt(3) == 0) {
            sameVerdict(OTHERS.get(random.nextInt(OTHERS.size())), spellings, about);
        }
        assertEquals(ask.wrong().isPresent(), verdict.startsWith("refused"), about + plain + "\n" + verdict);
        if (ask.wrong().isPresent()) {
            return;
        }
        String written = spellings.get(random.nextInt(SPELLINGS));
        List<String> expected = shown(new MixedNaive(rows, MINIMUM).answer(ask));
        List<String> found = shown(server.run(Server.decide(ROOM, written), List.of(), stored));
        assertEquals(expected, found, about + plain + "\n" + written);
        count(expected.isEmpty() ? "empty" : "rows", Math.max(1, expected.size()));
        count(ask.shape().name(), expected.size());
    }

    private String sameVerdict(Room room, List<String> spellings, String about) {
        String verdict = verdict(room, spellings.get(0));
        count(verdict.startsWith("approved") ? "approved" : "refused", 1);
        for (String spelling : spellings.subList(1, spellings.size())) {
            assertEquals(verdict, verdict(room, spelling), about + spellings.get(0) + "\n" + spelling);
            count("spellings", 1);
        }
        return verdict;
    }

    private void count(String what, int number) {
        seen.merge(what, number, Integer::sum);
    }

    private static String verdict(Room room, String sql) {
        try {
            Decision decision = RetailRoom.decide(room, sql);
            return decision instanceof Decision.Refused refused
                    ? refused.reasons().stream()
                            .map(Reason::rule)
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", ", "refused ", ""))
                    : ((Decision.Approved) decision)
                            .thresholds().stream().sorted().collect(Collectors.joining("; ", "approved ", ""));
        } catch (Problem e) {
            assertTrue(e.code() != Code.NOT_COMPLETED, () -> sql + "\n" + e.getCause());
            return "refused " + e.code().sqlState();
        }
    }

    /** In one order, with as many digits as doubles agree in. */
    private static List<String> shown(List<List<@Nullable Object>> rows) {
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(row.stream().map(CustomOracleTest::shown).collect(Collectors.joining(" | "))));
        Collections.sort(lines);
        return lines;
    }

    private static String shown(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return String.valueOf(value);
        }
        BigDecimal rounded = new BigDecimal(number.toString()).round(new MathContext(10));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
