package io.cleanroom.server.oracle;

import io.cleanroom.server.collaboration.Name;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the tables of the mixed room, as SQL literals: a few people in visits, an audience, segments and a CRM; one or two of
 * them are alone in the region {@code Rare}.
 */
record MixedRows(List<Visit> visits, List<Visit> old, List<Person> audience, List<Person> segments, List<Person> crm) {
    /** How every key begins; none may ever come out. */
    static final String KEY = "key-";

    static final String RARE = "Rare";

    record Visit(
            @Nullable String key,
            int id,
            String region,
            int day,
            @Nullable Integer minutes,
            String amount,
            int age,
            boolean online) {
        Visit aged(int years) {
            return new Visit(key, id, region, day, minutes, amount, years, online);
        }

        Visit otherwise(Random random) {
            return new Visit(
                    key, id, region, random.nextInt(60), random.nextInt(90), random.nextInt(500) + ".5", age, !online);
        }
    }

    record Person(@Nullable String key, String group, int number) {}

    static MixedRows random(Random random) {
        List<Visit> visits = visits(random, 40 + random.nextInt(80));
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            visits.add(visit(random, KEY + "rare" + random.nextInt(2), RARE));
        }
        return new MixedRows(
                visits,
                visits(random, random.nextInt(60)),
                people(random, "x", "y", "z"),
                people(random, "a", "b", "c"),
                people(random, "gold", "none"));
    }

    static MixedRows empty() {
        return new MixedRows(List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Extremes, NULL keys, one person with everything. */
    static MixedRows adversarial() {
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            visits.add(new Visit(
                    i % 3 == 0 ? null : KEY + i % 2,
                    Integer.MAX_VALUE - i,
                    i % 2 == 0 ? "" : "%'_\\",
                    i,
                    i % 2 == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE,
                    "9999999999.99",
                    Integer.MAX_VALUE,
                    false));
        }
        List<Person> people = List.of(
                new Person(null, "", Integer.MIN_VALUE),
                new Person("", "x", 0),
                new Person(KEY + 1, "x", Integer.MAX_VALUE));
        return new MixedRows(visits, visits, people, people, people);
    }

    MixedRows withVisits(UnaryOperator<List<Visit>> change) {
        return new MixedRows(change.apply(visits), old, audience, segments, crm);
    }

    /** What the runner itself holds. */
    MixedRows withRunners(UnaryOperator<List<Person>> change) {
        return new MixedRows(visits, old, change.apply(audience), segments, change.apply(crm));
    }

    private static List<Visit> visits(Random random, int number) {
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            String region = List.of("N", "N", "N", "S", "S", "E").get(random.nextInt(6));
            visits.add(visit(random, random.nextInt(15) == 0 ? null : KEY + random.nextInt(10), region));
        }
        return visits;
    }

    private static Visit visit(Random random, @Nullable String key, String region) {
        return new Visit(
                key,
                random.nextInt(1_000_000),
                region,
                random.nextInt(4) * 15,
                random.nextInt(9) == 0 ? null : random.nextInt(90),
                random.nextInt(200) + "." + random.nextInt(10),
                18 + random.nextInt(60),
                random.nextBoolean());
    }

    private static List<Person> people(Random random, String... groups) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 6 + random.nextInt(20); i++) {
            people.add(new Person(
                    random.nextInt(12) == 0 ? null : KEY + random.nextInt(12),
                    groups[random.nextInt(groups.length)],
                    i));
        }
        return people;
    }

    Server.Stored store(Server server, String room) throws SQLException {
        Map<Name, Path> files = new HashMap<>();
        files.put(Name.of("visits"), written(server, "visits", visits));
        files.put(Name.of("visits_old"), written(server, "visits_old", old));
        files.put(
                Name.of("audience"),
                written(
                        server,
                        audience,
                        "k AS contact, g AS cohort, DATE '2026-01-01' AS joined_on, n::DECIMAL(12,2) AS value"));
        files.put(
                Name.of("segments"),
                written(server, segments, "k AS panel_id, g AS segment, upper(g) AS tier, n::INTEGER AS score"));
        files.put(Name.of("crm"), written(server, crm, "k AS panel_id, n::BIGINT AS internal_id, g AS status"));
        return new Server.Stored(Name.of(room), files);
    }

    private static Path written(Server server, String table, List<Visit> visits) throws SQLException {
        String none = "(NULL, 0, '', DATE '2026-01-01', 0, 0, 0, false)";
        String rows = visits.stream()
                .map(v -> "(" + text(v.key()) + ", " + v.id() + ", " + text(v.region()) + ", DATE '2026-01-01' + "
                        + v.day() + ", " + v.minutes() + ", " + v.amount() + ", " + v.age() + ", " + v.online() + ")")
                .collect(Collectors.joining(", "));
        return server.written(
                table,
                "SELECT hashed_email::VARCHAR AS hashed_email, visit_id::BIGINT AS visit_id, region::VARCHAR AS region,"
                        + " visit_date::DATE AS visit_date, minutes::INTEGER AS minutes, amount::DECIMAL(12,2) AS amount,"
                        + " age::INTEGER AS age, online::BOOLEAN AS online FROM (VALUES "
                        + (visits.isEmpty() ? none : rows)
                        + ") AS t(hashed_email, visit_id, region, visit_date, minutes, amount, age, online)"
                        + (visits.isEmpty() ? " WHERE false" : ""));
    }

    private static Path written(Server server, List<Person> people, String columns) throws SQLException {
        String rows = people.stream()
                .map(p -> "(" + text(p.key()) + ", " + text(p.group()) + ", " + p.number() + ")")
                .collect(Collectors.joining(", "));
        return server.written(
                "people",
                "SELECT k AS hashed_email, " + columns
                        + " FROM (SELECT k::VARCHAR AS k, g::VARCHAR AS g, n FROM (VALUES "
                        + (people.isEmpty() ? "(NULL, '', 0)" : rows) + ") AS t(k, g, n))"
                        + (people.isEmpty() ? " WHERE false" : ""));
    }

    private static String text(@Nullable String value) {
        return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
    }
}
