package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.RetailRoom;
import io.cleanroom.server.sql.ParameterSlot;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random statements of two grammars: each is answered, refused with reasons or rejected with a message of ours, and what is approved runs.
 * {@code -Dfuzz=n} sets how many, {@code -Dseed=n} repeats a run.
 */
final class SqlFuzzTest {
    @TempDir
    Path directory;

    @Test
    void noStatementBreaksTheServer() throws SQLException {
        int statements = Integer.getInteger("fuzz", 10_000);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SqlFuzzTest: -Dseed=" + seed);
        Random random = new Random(seed);
        SqlGrammar grammar = new SqlGrammar(random);
        TypedGrammar typed = new TypedGrammar(random);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        Map<String, Integer> verdicts = new TreeMap<>();
        List<Long> times = new ArrayList<>();
        Map<Long, String> slow = new TreeMap<>(Collections.reverseOrder());
        List<String> failed = new ArrayList<>();
        try (Server server = new Server(directory)) {
            Server.Stored stored = server.store(Shop.random(new Random(3)));
            for (int i = 0; i < statements; i++) {
                String sql = random.nextInt(3) > 0 ? typed.statement() : grammar.statement();
                if (Boolean.getBoolean("fuzz.show")) {
                    System.err.println(i + " " + shown(sql));
                }
                long begin = clock.getCurrentThreadCpuTime();
                String verdict;
                Server.Approved approved = null;
                try {
                    approved = Server.decide(RetailRoom.variant("without-minimum"), sql);
                    verdict = "approved";
                } catch (Problem e) {
                    verdict = e.code().sqlState();
                    if (verdict.equals("XX000")) {
                        failed.add(shown(sql) + "\n  " + e.getMessage() + " " + cause(e));
                    }
                } catch (AssertionError e) {
                    verdict = "refused";
                } catch (RuntimeException | StackOverflowError e) {
                    verdict = "broken";
                    failed.add(shown(sql) + "\n  " + e + " at " + e.getStackTrace()[0]);
                }
                long nanos = clock.getCurrentThreadCpuTime() - begin;
                if (i > statements / 10) {
                    times.add(nanos / 1_000);
                    slow.put(nanos / 1_000_000, shown(sql));
                }
                verdicts.merge(verdict, 1, Integer::sum);
                if (approved != null) {
                    try {
                        server.run(
                                approved,
                                typed.given(ParameterSlot.markerTypes(
                                        approved.bound().parameters())),
                                stored);
                    } catch (Problem e) {
                        if (!e.code().sqlState().equals("22023")) {
                            failed.add(shown(sql) + "\n  " + approved.query().sql() + "\n  " + cause(e));
                        }
                    }
                }
            }
        }
        Collections.sort(times);
        System.out.println("SqlFuzzTest: " + statements + " statements " + verdicts
                + "; decided twice in microseconds of the processor: median "
                + times.get(times.size() / 2) + ", 99 % " + times.get(times.size() * 99 / 100) + ", longest "
                + times.get(times.size() - 1));
        slow.entrySet().stream()
                .limit(5)
                .forEach(e -> System.out.println("SqlFuzzTest: " + e.getKey() + " ms: " + e.getValue()));
        assertEquals(List.of(), failed, failed.size() + " failed");
        assertTrue(verdicts.getOrDefault("approved", 0) > statements / 20, "many approved: " + verdicts);
    }

    private static String shown(String sql) {
        return sql.length() > 400 ? sql.substring(0, 400) + "... (" + sql.length() + ")" : sql;
    }

    private static String cause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root).lines().limit(3).toList().toString();
    }
}
