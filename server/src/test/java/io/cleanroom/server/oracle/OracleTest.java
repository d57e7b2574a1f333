package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.oracle.Naive.Minimum;
import io.cleanroom.server.policy.RetailRoom;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What members are promised, on random rows and random questions: exactly the groups of enough people come out, with the
 * right values (I7), and what must not matter does not (I1 to I6). {@code -Dseed=} repeats a run, which prints its seed; {@code
 * -Drounds=} makes it longer.
 */
final class OracleTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 12);
    private static final int QUESTIONS = 14;

    /** Minimums that go together: as a room, as the evaluator takes them, and larger ones. */
    private record Agreement(
            Room room, List<Minimum> minimums, Room strict, List<Minimum> stricter, List<String> ungranted) {}

    private static final List<Agreement> AGREEMENTS = List.of(
            new Agreement(
                    RetailRoom.withMinimums("MINIMUM 3 DISTINCT hashed_email", "MINIMUM 2 DISTINCT hashed_email"),
                    List.of(
                            new Minimum(Ask.PURCHASES, "hashed_email", 3),
                            new Minimum(Ask.CAMPAIGNS, "hashed_email", 2)),
                    RetailRoom.withMinimums("MINIMUM 4 DISTINCT hashed_email", "MINIMUM 2 DISTINCT hashed_email"),
                    List.of(
                            new Minimum(Ask.PURCHASES, "hashed_email", 4),
                            new Minimum(Ask.CAMPAIGNS, "hashed_email", 2)),
                    List.of("customer_name", "email_address")),
            new Agreement(
                    RetailRoom.withMinimums("MINIMUM 2 DISTINCT email_address", "WITHOUT MINIMUM"),
                    List.of(new Minimum(Ask.PURCHASES, "email_address", 2)),
                    RetailRoom.withMinimums("MINIMUM 4 DISTINCT email_address", "MINIMUM 2 DISTINCT hashed_email"),
                    List.of(
                            new Minimum(Ask.PURCHASES, "email_address", 4),
                            new Minimum(Ask.CAMPAIGNS, "hashed_email", 2)),
                    List.of("customer_name")),
            new Agreement(
                    RetailRoom.withMinimums(
                            "MINIMUM 3 DISTINCT hashed_email, MINIMUM 2 DISTINCT email_address, MINIMUM 2 DISTINCT store_region",
                            "MINIMUM 2 DISTINCT hashed_email, MINIMUM 2 DISTINCT impression_date"),
                    List.of(
                            new Minimum(Ask.PURCHASES, "hashed_email", 3),
                            new Minimum(Ask.PURCHASES, "email_address", 2),
                            new Minimum(Ask.PURCHASES, "store_region", 2),
                            new Minimum(Ask.CAMPAIGNS, "hashed_email", 2),
                            new Minimum(Ask.CAMPAIGNS, "impression_date", 2)),
                    RetailRoom.withMinimums(
                            "MINIMUM 4 DISTINCT hashed_email, MINIMUM 3 DISTINCT email_address, MINIMUM 2 DISTINCT store_region",
                            "MINIMUM 3 DISTINCT hashed_email, MINIMUM 3 DISTINCT impression_date"),
                    List.of(
                            new Minimum(Ask.PURCHASES, "hashed_email", 4),
                            new Minimum(Ask.PURCHASES, "email_address", 3),
                            new Minimum(Ask.PURCHASES, "store_region", 2),
                            new Minimum(Ask.CAMPAIGNS, "hashed_email", 3),
                            new Minimum(Ask.CAMPAIGNS, "impression_date", 3)),
                    List.of("customer_name")));

    private final Map<String, Integer> seen = new TreeMap<>();

    @TempDir
    Path directory;

    @Test
    void randomQuestionsAboutRandomPeople() throws SQLException {
        askAbout(AGREEMENTS, Server.Keys.TEXT, ROUNDS);
    }

    /** The same people, whom both tables know by bytes. */
    @Test
    void randomQuestionsAboutPeopleKnownByBytes() throws SQLException {
        askAbout(AGREEMENTS.stream().map(OracleTest::withKeysOfBytes).toList(), Server.Keys.BYTES, (ROUNDS + 1) / 2);
    }

    private static Agreement withKeysOfBytes(Agreement agreement) {
        return new Agreement(
                Server.withKeysOfBytes(agreement.room),
                agreement.minimums,
                Server.withKeysOfBytes(agreement.strict),
                agreement.stricter,
                agreement.ungranted);
    }

    private void askAbout(List<Agreement> agreements, Server.Keys keys, int rounds) throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("OracleTest: -Dseed=" + seed);
        Random random = new Random(seed);
        try (Server server = new Server(directory, keys)) {
            for (int round = 0; round < rounds; round++) {
                long roundSeed = random.nextLong();
                round(server, agreements.get(round % agreements.size()), new Random(roundSeed), "-Dseed=" + seed);
            }
            System.out.println("OracleTest: " + server.runs() + " runs, " + seen);
            assertTrue(server.runs() >= 90 * rounds, "many runs");
        }
        // A comparison of nothing with nothing would prove nothing.
        for (String kind :
                List.of("groups released", "groups left out", "I3 people", "I4 rows", "I5 rows", "I6 rows")) {
            assertTrue(seen.getOrDefault(kind, 0) >= 2 * rounds, kind + ": " + seen);
        }
    }

    private void count(String what, int number) {
        seen.merge(what, number, Integer::sum);
    }

    private void round(Server server, Agreement agreement, Random random, String seed) throws SQLException {
        Shop shop = Shop.random(random);
        Server.Stored stored = server.store(shop);
        Server.Stored ungranted = server.store(shop.otherwiseInUngrantedColumns(random, agreement.ungranted()));
        Server.Stored repeated = server.store(shop.withCampaigns(rows -> repeated(rows, random)));
        Server.Stored sybils = server.store(shop.withCampaigns(rows -> withSybils(rows, random)));
        Asks asks = new Asks(random);
        for (int i = 0; i < QUESTIONS; i++) {
            Ask ask = asks.next();
            String about = seed + "\n" + ask.sql() + " " + ask.parameters() + "\n";
            Server.Approved approved = Server.decide(agreement.room(), ask.sql());
            List<List<@Nullable Object>> reply = server.run(approved, ask.parameters(), stored);

            List<List<@Nullable Object>> naive = Naive.answer(ask, shop, agreement.minimums());
            assertSame(naive, reply, about + "I7: exactly the groups of enough people, with their values");
            tellsNoSecret(approved, reply, about);
            for (Naive.Group group : Naive.groups(ask, shop)) {
                count(group.reaches(ask, agreement.minimums()) ? "groups released" : "groups left out", 1);
            }

            assertSame(
                    reply,
                    server.run(approved, ask.parameters(), ungranted),
                    about + "I2: ungranted columns and the order of storage do not matter");
            larger(server, agreement, ask, stored, about);
            runnersRows(server, agreement, ask, stored, repeated, sybils, about);
            if (i % 4 == 0) {
                smallGroups(server, agreement, ask, shop, reply, random, about);
            }
        }
    }

    private static void assertSame(
            List<List<@Nullable Object>> expected, List<List<@Nullable Object>> found, String about) {
        if (!Server.same(expected, found)) {
            assertEquals(text(expected), text(found), about);
        }
    }

    private static String text(List<List<@Nullable Object>> rows) {
        return rows.stream().map(String::valueOf).collect(Collectors.joining("\n"));
    }

    /** I1: no key, and nothing out of a column that nobody was granted. */
    private static void tellsNoSecret(Server.Approved approved, List<List<@Nullable Object>> reply, String about) {
        String said = approved.query().columns() + text(reply);
        assertTrue(!said.contains(Shop.SECRET) && !said.contains(Shop.KEY), about + "I1: " + said);
    }

    /** I6: a larger minimum leaves some of the rows, as they were. */
    private void larger(Server server, Agreement agreement, Ask ask, Server.Stored stored, String about) {
        Ask all = ask.everyRow();
        List<List<@Nullable Object>> usual =
                server.run(Server.decide(agreement.room(), all.sql()), all.parameters(), stored);
        List<List<@Nullable Object>> fewer =
                server.run(Server.decide(agreement.strict(), all.sql()), all.parameters(), stored);
        for (List<@Nullable Object> row : fewer) {
            assertTrue(
                    usual.stream().anyMatch(u -> Server.same(List.of(u), List.of(row))),
                    about + "I6: a larger minimum brought out " + row);
        }
        count("I6 rows", fewer.size());
    }

    /** I4 and I5: what the runner puts into its own table brings out no group of others and hides none. */
    private void runnersRows(
            Server server,
            Agreement agreement,
            Ask ask,
            Server.Stored stored,
            Server.Stored repeated,
            Server.Stored sybils,
            String about) {
        Ask groups = ask.everyGroup();
        Server.Approved approved = Server.decide(agreement.room(), groups.sql());
        Set<List<@Nullable Object>> released = keys(groups, server.run(approved, groups.parameters(), stored));
        assertEquals(
                released,
                keys(groups, server.run(approved, groups.parameters(), repeated)),
                about + "I4: repeated rows of the runner");
        count("I4 rows", released.size());
        if (groups.reads(Ask.PURCHASES)) {
            assertEquals(
                    released,
                    keys(groups, server.run(approved, groups.parameters(), sybils)),
                    about + "I5: people of the runner's invention");
            count("I5 rows", released.size());
        }
    }

    /** I3: people who are only in groups that are left out may as well be others, or not be there. */
    private void smallGroups(
            Server server,
            Agreement agreement,
            Ask ask,
            Shop shop,
            List<List<@Nullable Object>> reply,
            Random random,
            String about)
            throws SQLException {
        if (!ask.reads(Ask.PURCHASES)) {
            return;
        }
        Set<Object> inReleased = new HashSet<>();
        for (Naive.Group group : Naive.groups(ask, shop)) {
            if (group.reaches(ask, agreement.minimums())) {
                group.rows().forEach(rows -> rows.forEach((alias, row) -> inReleased.add(key(row))));
            }
        }
        Set<Object> gone = new HashSet<>();
        for (Row row : shop.purchases()) {
            if (!inReleased.contains(key(row)) && gone.size() < 2) {
                gone.add(key(row));
            }
        }
        count("I3 people", gone.size());
        Shop without = shop.withPurchases(rows -> {
            rows.removeIf(r -> gone.contains(key(r)));
            return rows;
        });
        Shop changed = shop.withPurchases(rows -> rows.stream()
                .map(r -> gone.contains(key(r))
                        ? r.with("purchase_amount", null)
                                .with("item_count", (long) random.nextInt(1000))
                                .with("purchase_id", random.nextLong(1000))
                        : r)
                .toList());
        Server.Approved approved = Server.decide(agreement.room(), ask.sql());
        for (Shop other : List.of(without, changed)) {
            assertSame(
                    reply,
                    server.run(approved, ask.parameters(), server.store(other)),
                    about + "I3: people in small groups only: " + gone);
        }
    }

    private static Object key(Row row) {
        Object key = row.get("hashed_email");
        return key == null ? "" : key;
    }

    private static Set<List<@Nullable Object>> keys(Ask ask, List<List<@Nullable Object>> reply) {
        return reply.stream()
                .map(row -> (List<@Nullable Object>)
                        new ArrayList<>(row.subList(0, ask.keys().size())))
                .collect(Collectors.toSet());
    }

    private static List<Row> repeated(List<Row> rows, Random random) {
        List<Row> more = new ArrayList<>(rows);
        for (Row row : rows) {
            for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 0; i > 0; i--) {
                more.add(random.nextInt(more.size() + 1), row);
            }
        }
        return more;
    }

    private static List<Row> withSybils(List<Row> rows, Random random) {
        List<Row> more = new ArrayList<>(rows);
        for (int i = 0; i < 100; i++) {
            more.add(Shop.campaign(random, "nobody-" + i));
        }
        return more;
    }
}
