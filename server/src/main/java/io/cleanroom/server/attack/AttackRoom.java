package io.cleanroom.server.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Three members, five rooms and their files, all under names with the random token of this run, so that nothing else of the
 * server is touched; {@link #drop} drops them again. The owner shares the same tables in four rooms that differ in their data
 * only, see {@link Twin}; the fifth room is the victim's, and the adversary is not in it.
 *
 * <p>It may be dropped at any time, while it is made, too, by another thread: a step is done and noted as a whole, or no longer.
 */
final class AttackRoom {
    private final Transport transport;
    private final Path folder;
    private final String operator;
    private final String operatorPassword;
    private final String password;
    private final int minimum;
    final Canaries canaries;

    /** What undoes the steps taken so far, the last one first. */
    private final Deque<Undo> undo = new ArrayDeque<>();

    private final Map<Twin, Login> adversaries = new EnumMap<>(Twin.class);
    private boolean dropped;

    private record Undo(String user, String password, String sql) {}

    /** Nothing yet but its names. */
    AttackRoom(Transport transport, Path dataRoot, String operator, String operatorPassword, int minimum) {
        byte[] random = new byte[20];
        new SecureRandom().nextBytes(random);
        String hex = HexFormat.of().formatHex(random);
        this.transport = transport;
        this.canaries = new Canaries(hex.substring(0, 8));
        this.password = hex.substring(8);
        this.folder = dataRoot.resolve("attack-" + canaries.token());
        this.operator = operator;
        this.operatorPassword = operatorPassword;
        this.minimum = minimum;
    }

    /** In words for the operator. */
    String created() {
        return "members " + String.join(", ", List.of(owner(), adversary(), victim())) + " with their users, tables and"
                + " collaborations, and folder " + folder;
    }

    private String owner() {
        return "attack" + canaries.token() + "owner";
    }

    private String adversary() {
        return "attack" + canaries.token() + "adversary";
    }

    private String victim() {
        return "attack" + canaries.token() + "victim";
    }

    private String user(String member) {
        return member + "/admin";
    }

    /** The name of a collaboration. */
    String name(Twin room) {
        return "attack" + canaries.token() + room.letter;
    }

    private String victimsRoom() {
        return "attack" + canaries.token() + "v";
    }

    /** Makes everything, or throws with {@link #drop} to be called. */
    void create() {
        try (Login login = new Login(transport, operator, operatorPassword, "", Map.of())) {
            for (String member : List.of(owner(), adversary(), victim())) {
                String place = folder.getFileName() + "/" + member;
                done(
                        login,
                        operatorPassword,
                        "DROP MEMBER " + member,
                        "CREATE MEMBER " + member + " DATA LOCATION '" + place + "/data' RESULT LOCATION '" + place
                                + "/results'");
                done(
                        login,
                        operatorPassword,
                        "DROP USER \"" + user(member) + "\"",
                        "CREATE USER \"" + user(member) + "\" ROLE ADMIN, ANALYST, AUDITOR PASSWORD '" + password
                                + "'");
            }
        }
        files();
        try (Login owner = login(owner(), "");
                Login adversary = login(adversary(), "");
                Login victim = login(victim(), "")) {
            adversarysTables(adversary);
            for (Twin room : Twin.values()) {
                room(owner, adversary, room);
            }
            victimsRoom(victim);
        }
    }

    private Login login(String member, String collaboration) {
        return new Login(transport, user(member), password, collaboration, Map.of());
    }

    /** A statement that succeeded, and the one that takes it back. */
    private synchronized void done(Login login, String loginPassword, String takesBack, String sql) {
        step(login, sql);
        undo.push(new Undo(login.user, loginPassword, takesBack));
    }

    private synchronized void step(Login login, String sql) {
        stillWanted();
        login.must(sql);
    }

    private void stillWanted() {
        if (dropped) {
            throw new AttackFailure("interrupted");
        }
    }

    private void files() {
        for (Twin room : Twin.values()) {
            new CanaryData(canaries, room)
                    .owners()
                    .forEach((table, text) -> write(owner(), table + "_" + room.letter, text));
        }
        CanaryData data = new CanaryData(canaries, Twin.NONE);
        data.adversarys().forEach((table, text) -> write(adversary(), table, text));
        write(victim(), "ledger", data.ledger());
    }

    private synchronized void write(String member, String table, String text) {
        stillWanted();
        try {
            Path data = Files.createDirectories(folder.resolve(member).resolve("data"));
            Files.writeString(data.resolve(table + ".csv"), text);
        } catch (IOException e) {
            throw new AttackFailure("cannot write the attack test's data below --data-root: " + e, e);
        }
    }

    private void table(Login login, String name, String rule) {
        done(
                login,
                password,
                "DROP CONFIGURED TABLE " + name,
                "CREATE CONFIGURED TABLE " + name + " FROM '" + name + ".csv' FORMAT CSV");
        step(login, "ALTER CONFIGURED TABLE " + name + " SET ANALYSIS RULE " + rule);
    }

    private void associate(Login login, String table, String room, String alias) {
        step(login, "ASSOCIATE CONFIGURED TABLE " + table + " WITH COLLABORATION " + room + " AS " + alias);
    }

    private void adversarysTables(Login adversary) {
        AttackRules.adversarys(adversary()).forEach((table, rule) -> table(adversary, table, rule));
    }

    private void room(Login owner, Login adversary, Twin twin) {
        String room = name(twin);
        // Tables first: dropped last, when no collaboration uses them any more.
        Map<String, String> rules = AttackRules.owners(owner(), adversary(), minimum);
        rules.forEach((table, rule) -> table(owner, table + "_" + twin.letter, rule));
        done(
                owner,
                password,
                "DROP COLLABORATION " + room,
                "CREATE COLLABORATION " + room + " (MEMBER " + owner() + " CAN (CONTRIBUTE), MEMBER " + adversary()
                        + " CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))");
        rules.keySet().forEach(table -> associate(owner, table + "_" + twin.letter, room, table));
        step(adversary, "JOIN COLLABORATION " + room);
        AttackRules.adversarys(adversary()).keySet().forEach(table -> associate(adversary, table, room, table));
        step(
                adversary,
                "CREATE ANALYSIS TEMPLATE " + room + ".sales_of (chosen VARCHAR(40), since DATE) AS "
                        + AttackRules.TEMPLATE);
        step(owner, "APPROVE ANALYSIS TEMPLATE " + room + ".sales_of");
    }

    private void victimsRoom(Login victim) {
        table(victim, "ledger", """
                AGGREGATION (JOIN COLUMNS (person_key), DIMENSION COLUMNS (entry),
                  AGGREGATE COLUMNS (COUNT(*)), WITHOUT MINIMUM)""");
        done(
                victim,
                password,
                "DROP COLLABORATION " + victimsRoom(),
                "CREATE COLLABORATION " + victimsRoom() + " (MEMBER " + victim()
                        + " CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS), MEMBER " + owner() + " CAN (CONTRIBUTE))");
        associate(victim, "ledger", victimsRoom(), "ledger");
    }

    /** Of this room, for the whole run. */
    synchronized Login adversary(Twin room) {
        stillWanted();
        return adversaries.computeIfAbsent(room, r -> login(adversary(), name(r)));
    }

    /** A connection of its own, with properties of the adversary's choice. */
    Login adversary(Twin room, Map<String, String> properties) {
        return new Login(transport, user(adversary()), password, name(room), properties);
    }

    /** A new connection of one of the actors; the owner's and the adversary's are in this room. */
    Login actor(String actor, Twin room) {
        return switch (actor) {
            case "owner" -> login(owner(), name(room));
            case "victim" -> login(victim(), victimsRoom());
            default -> throw new IllegalStateException("no actor: " + actor);
        };
    }

    Reply asStranger(String path, String json) {
        return transport.post(path, "nobody" + canaries.token(), "no password", json);
    }

    /** As an error should not show it. */
    String dataRoot() {
        return folder.resolveSibling("").toAbsolutePath().normalize().toString();
    }

    /** What {@code ${...}} in an attack stands for in this room. */
    Map<String, String> words(Twin room) {
        Map<String, String> words = new TreeMap<>();
        words.put("room", name(room));
        words.put("victim_room", victimsRoom());
        words.put("owner", owner());
        words.put("adversary", adversary());
        words.put("victim", victim());
        words.put("folder", String.valueOf(folder.getFileName()));
        words.put("target", canaries.key(CanaryData.TARGET));
        words.put("lonely", canaries.key(CanaryData.LONELY));
        words.put("table", "purchases_" + room.letter);
        words.put("letter", room.letter);
        for (String group : List.of("nine", "one", "three", "nobody", "dummy", "few", "lane")) {
            words.put("hidden_" + group, canaries.hidden(group));
        }
        words.put("connection", adversary(room).connection);
        words.put("statement", String.valueOf(adversary(room).statement));
        return words;
    }

    /** What this room alone is called, and what it is called when two rooms are compared. */
    String withoutNames(String text, Twin room) {
        // A caret line may show the end of the name only.
        return text.replaceAll("[a-z0-9]*" + canaries.token().substring(5) + room.letter + "\\b", "ROOM")
                .replaceAll("\\b(purchases|refunds|tiers|visits|panel|pay|sealed)_" + room.letter + "\\b", "$1_ROOM")
                .replaceAll("\\b[0-9a-f]{64}\\b", "HASH")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "HANDLE");
    }

    /** What could not be dropped, statement by statement; empty after the first call. */
    synchronized List<String> drop() {
        dropped = true;
        List<String> left = new ArrayList<>();
        adversaries.values().forEach(Login::close);
        adversaries.clear();
        while (!undo.isEmpty()) {
            Undo step = undo.pop();
            try (Login login = new Login(transport, step.user, step.password, "", Map.of())) {
                if (login.attempt(step.sql) != null) {
                    left.add(step.sql);
                }
            } catch (AttackFailure e) {
                left.add(step.sql);
            }
        }
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            left.add("folder " + folder);
        }
        return left;
    }
}
