package io.cleanroom.server.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The members' files, as CSV. Every group of the owner's lies in a category, a region and on days of its own. */
final class CanaryData {
    static final int MINIMUM = 10;

    /** A member of the group of 21, whose purchases nobody should learn. */
    static final int TARGET = 95;

    /** Alone in a category. */
    static final int LONELY = 84;

    /** In one twin alone in having a score of 8. */
    private static final int ALONE = 50;

    private final Canaries canaries;
    private final Twin room;
    private int purchase;

    CanaryData(Canaries canaries, Twin room) {
        this.canaries = canaries;
        this.room = room;
    }

    /** The owner's tables. */
    Map<String, String> owners() {
        return Map.of(
                "purchases", purchases(),
                "refunds", refunds(),
                "tiers", tiers(),
                "visits", visits(),
                "sealed", visits(),
                "panel", panel(),
                "pay", visits());
    }

    /** The adversary's tables. */
    Map<String, String> adversarys() {
        return Map.of("impressions", impressions(), "contacts", impressions());
    }

    /** Rows of nobody, and rows under one name that stands for everybody who is not known. */
    private static final int NOBODY = -1;

    private static final int UNKNOWN = -2;

    /** people from (inclusive) to (exclusive), each with so many purchases in one group; or from alone, if below 0. */
    private record Group(String category, String region, String month, int from, int to, int purchases, double price) {
        boolean hasPeople() {
            return from >= 0;
        }
    }

    private List<Group> groups() {
        boolean changed = room == Twin.SMALL_GROUPS;
        return List.of(
                new Group("books", "north", "2026-01", 0, 40, 1, 10),
                new Group("games", "south", "2026-02", 40, 65, 2, 20),
                new Group("just_enough", "east", "2026-03", 65, 75, 1, 30),
                new Group(canaries.hidden("nine"), canaries.hidden("harbour"), "2026-04", 75, 84, 1, changed ? 41 : 40),
                new Group(
                        canaries.hidden("one"), canaries.hidden("island"), "2026-05", 84, 85, 1, changed ? 5 : 777.75),
                new Group(
                        canaries.hidden("three"), canaries.hidden("valley"), "2026-06", 85, 88, changed ? 70 : 40, 50),
                new Group(
                        canaries.hidden("nobody"),
                        canaries.hidden("fog"),
                        "2026-07",
                        NOBODY,
                        NOBODY,
                        40,
                        changed ? 61 : 60),
                new Group(
                        canaries.hidden("dummy"),
                        canaries.hidden("mist"),
                        "2026-10",
                        UNKNOWN,
                        UNKNOWN,
                        40,
                        changed ? 66 : 65),
                new Group("accounts", "lake", "2026-11", 130, 142, 1, room == Twin.ONE_PERSON ? 9 : 90),
                new Group("plain", "west", "2026-08", 88, 109, 1, 70),
                new Group("one_payer", "hill", "2026-09", 109, 130, 1, 80));
    }

    /** person_key, full_name, postcode, purchase_id, category, region, bought_on, amount, items. */
    private String purchases() {
        List<String> lines = new ArrayList<>(
                List.of("person_key,full_name,postcode,purchase_id,category,region,bought_on,amount,items"));
        for (Group group : groups()) {
            if (group.hasPeople()) {
                for (int person = group.from; person < group.to; person++) {
                    purchases(lines, group, person);
                }
            } else {
                purchases(lines, group, group.from);
            }
        }
        return lines(lines);
    }

    private void purchases(List<String> lines, Group group, int person) {
        for (int i = 0; i < group.purchases; i++) {
            lines.add(String.join(
                    ",",
                    person == NOBODY ? "" : person == UNKNOWN ? "unknown" : canaries.key(person),
                    canaries.secret("name", person, room),
                    canaries.secret("post", person, room),
                    String.valueOf(++purchase),
                    group.category,
                    group.region,
                    group.month + "-" + (10 + i % 18),
                    String.valueOf(price(group, person)),
                    "1"));
        }
    }

    private double price(Group group, int person) {
        boolean other = room == Twin.ONE_PERSON;
        if (person == TARGET) {
            return other ? 123.25 : 564.75;
        }
        if (group.category.equals("one_payer")) {
            // Everybody but the first pays a quarter.
            return person > group.from ? 0.25 : other ? 2_000_000 : 1_000_000;
        }
        return group.price;
    }

    /** person_key, reason, refund; some of the people who bought. */
    private String refunds() {
        List<String> lines = new ArrayList<>(List.of("person_key,reason,refund,remark"));
        for (int person = 0; person < 60; person++) {
            if (person == ALONE && room == Twin.ONE_PERSON) {
                continue;
            }
            String reason = person < 4 ? canaries.hidden("few") : person % 2 == 0 ? "broken" : "late";
            double refund = room == Twin.SMALL_GROUPS && person < 4 ? 9 : 5;
            lines.add(canaries.key(person) + "," + reason + "," + refund + "," + canaries.secret("note", person, room));
        }
        return lines(lines);
    }

    /** person_key, tier, shade, income: a list of which tier and shade may be output. */
    private String tiers() {
        List<String> lines = new ArrayList<>(List.of("person_key,tier,shade,income"));
        for (int person = 0; person < 130; person++) {
            boolean gold = person % 3 == 0 || (room == Twin.ONE_PERSON && person == TARGET);
            lines.add(canaries.key(person) + "," + (gold ? "gold" : "silver") + ",shade" + person % 2 + ","
                    + canaries.secret("income", person, room));
        }
        return lines(lines);
    }

    /** person_key, area, visited_on, minutes, age, diary. */
    private String visits() {
        List<String> lines = new ArrayList<>(List.of("person_key,area,visited_on,minutes,age,diary"));
        for (int person = 0; person < 100; person++) {
            boolean few = person >= 95;
            lines.add(String.join(
                    ",",
                    canaries.key(person),
                    few ? canaries.hidden("lane") : person < 50 ? "city" : "shore",
                    few ? "2026-12-24" : "2026-01-1" + person % 10,
                    String.valueOf(few && room == Twin.SMALL_GROUPS ? 99 : 15),
                    canaries.secret("age", person, room),
                    canaries.secret("diary", person, room)));
        }
        return lines(lines);
    }

    /** person_key, area, joined_on, spend, score: five live in an area of their own, and their spending is nobody's business. */
    private String panel() {
        List<String> lines = new ArrayList<>(List.of("person_key,area,joined_on,spend,score"));
        for (int person = 0; person < 100; person++) {
            boolean few = person >= 95;
            for (int row = 0; row < 2; row++) {
                lines.add(String.join(
                        ",",
                        canaries.key(person),
                        few ? canaries.hidden("lane") : person < 50 ? "city" : "shore",
                        few ? "2026-12-24" : "2026-01-1" + person % 10,
                        few ? (room == Twin.SMALL_GROUPS ? "901.5" : "321.5") : String.valueOf(10 + row) + ".5",
                        String.valueOf(
                                few && room == Twin.SMALL_GROUPS
                                        ? 7
                                        : person == ALONE && room == Twin.ONE_PERSON ? 8 : person % 4)));
            }
        }
        return lines(lines);
    }

    /** person_key, label, segment, shown_on, clicks, weight: what the adversary made up to suit him. */
    private String impressions() {
        List<String> lines = new ArrayList<>(List.of("person_key,label,segment,shown_on,clicks,weight"));
        for (int person = 0; person < 130; person++) {
            impression(
                    lines, canaries.key(person), "L" + person, "everyone", person < Long.SIZE - 1 ? 1L << person : 0);
        }
        for (int i = 0; i < 100; i++) {
            impression(lines, canaries.key(TARGET), "copies", "copies");
            impression(lines, i == 0 ? canaries.key(TARGET) : "invented" + i, "sybils", "sybils");
        }
        for (int person = 88; person < 109; person++) {
            impression(lines, canaries.key(person), "with", "with_target");
            if (person != TARGET) {
                impression(lines, canaries.key(person), "without", "without_target");
            }
        }
        return lines(lines);
    }

    private static void impression(List<String> lines, String key, String label, String segment) {
        impression(lines, key, label, segment, 0);
    }

    private static void impression(List<String> lines, String key, String label, String segment, long weight) {
        lines.add(key + "," + label + "," + segment + ",2026-01-05,1," + weight);
    }

    /** Of a third member, in a room in which the adversary is not. */
    String ledger() {
        List<String> lines = new ArrayList<>(List.of("person_key,entry"));
        for (int person = 0; person < 3000; person++) {
            lines.add(canaries.key(person) + "," + canaries.secret("entry", person, room));
        }
        return lines(lines);
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
