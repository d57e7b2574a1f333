package io.cleanroom.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A question about the loyalty company's segments ({@code s}) of people in the runner's CRM ({@code r}), both under LIST rules.
 *
 * @param columns what is listed, each with its table's letter
 * @param visited only people with visits in this region, whose minimum then holds for each row
 * @param wrong what no rule allows
 */
record ListAsk(List<String> columns, List<Condition> conditions, Optional<String> visited, Optional<Wrong> wrong) {
    private static final List<String> LISTED = List.of("s.segment", "s.tier", "s.score", "r.internal_id", "r.status");

    /** One row of either table, which are of one person. */
    record Pair(MixedRows.Person segment, MixedRows.Person crm) {
        Object of(String column) {
            return switch (column) {
                case "s.segment" -> segment.group();
                case "s.tier" -> segment.group().toUpperCase(java.util.Locale.ROOT);
                case "s.score" -> (long) segment.number();
                case "r.internal_id" -> (long) crm.number();
                default -> crm.group();
            };
        }
    }

    record Condition(String sql, Predicate<Pair> holds) {
        boolean ofSegments() {
            return !sql.contains("r.");
        }
    }

    enum Wrong {
        KEY,
        OTHER_KEY,
        ROWS,
        FUNCTION,
        COUNT,
        KEY_IN_CONDITION,
        NOT_JOINED,
        OUTER_JOIN,
        JOINED_BY_COLUMN,
        JOINED_WITH_ANOTHER_OWNER,
        ANTI_JOIN
    }

    static ListAsk random(Random random) {
        Optional<String> visited =
                random.nextBoolean() ? Optional.of(one(random, "N", "N", "N", MixedRows.RARE)) : Optional.empty();
        List<String> columns = new ArrayList<>();
        if (visited.isPresent()) {
            // More columns and conditions make groups that are too small.
            columns.add(one(random, "s.segment", "r.status", "r.status"));
        }
        while (columns.isEmpty()) {
            LISTED.stream().filter(c -> random.nextInt(3) == 0).forEach(columns::add);
        }
        List<Condition> conditions = IntStream.range(0, random.nextInt(visited.isPresent() ? 2 : 3))
                .mapToObj(i -> condition(random))
                .toList();
        return new ListAsk(
                columns,
                conditions,
                visited,
                random.nextInt(4) == 0
                        ? Optional.of(Wrong.values()[random.nextInt(Wrong.values().length)])
                        : Optional.empty());
    }

    private static Condition condition(Random random) {
        int number = random.nextInt(20);
        return switch (random.nextInt(6)) {
            case 0 ->
                new Condition("s.segment IN ('a', 'b')", p -> !p.of("s.segment").equals("c"));
            case 1 -> new Condition("s.score > " + number, p -> p.segment().number() > number);
            case 2 -> new Condition("NOT s.tier = 'A'", p -> !p.of("s.tier").equals("A"));
            case 3 -> new Condition("r.status = 'gold'", p -> p.of("r.status").equals("gold"));
            case 4 ->
                new Condition(
                        "(r.internal_id < " + number + " OR s.segment = 'c')",
                        p -> p.crm().number() < number || p.of("s.segment").equals("c"));
            default ->
                new Condition(
                        "s.score <= r.internal_id",
                        p -> p.segment().number() <= p.crm().number());
        };
    }

    /** Every distinct row of the overlap; of those who must have visits, with at least the minimum of people behind it. */
    List<List<Object>> answer(MixedRows rows, int minimum) {
        List<Pair> pairs = new ArrayList<>();
        rows.segments()
                .forEach(s -> rows.crm().stream()
                        .filter(r -> s.key() != null && s.key().equals(r.key()))
                        .map(r -> new Pair(s, r))
                        .filter(p -> conditions.stream().allMatch(c -> c.holds().test(p)))
                        .filter(p -> visited.isEmpty()
                                || rows.visits().stream()
                                        .anyMatch(v -> Objects.equals(v.key(), s.key())
                                                && v.region().equals(visited.get())))
                        .forEach(pairs::add));
        return pairs.stream()
                .collect(Collectors.groupingBy(p -> columns.stream().map(p::of).toList()))
                .entrySet()
                .stream()
                .filter(row -> visited.isEmpty()
                        || row.getValue().stream()
                                        .map(p -> p.segment().key())
                                        .filter(Objects::nonNull)
                                        .distinct()
                                        .count()
                                >= minimum)
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /** One way to write it. */
    String sql(Random random) {
        List<String> where = new ArrayList<>();
        conditions.forEach(c -> where.add(c.sql()));
        String link = one(
                random,
                "s.hashed_email = r.hashed_email",
                "r.hashed_email = s.hashed_email",
                "s.panel_id = r.panel_id");
        String s = "loyalty_segments AS s";
        String r = "advertiser_crm AS r";
        boolean semiJoin = wrong.isEmpty()
                && columns.stream().noneMatch(c -> c.startsWith("r."))
                && conditions.stream().allMatch(Condition::ofSegments)
                && random.nextBoolean();
        String from = one(
                random,
                s + " JOIN " + r + " ON " + link,
                r + " INNER JOIN " + s + " ON " + link + " AND s.panel_id = r.panel_id",
                s + " JOIN (SELECT * FROM advertiser_crm) AS r ON " + link);
        if (semiJoin) {
            from = s;
            where.add(one(
                    random,
                    "s.hashed_email IN (SELECT r.hashed_email FROM " + r + ")",
                    "EXISTS (SELECT 1 FROM " + r + " WHERE " + link + ")"));
        } else if (wrong.isEmpty() && random.nextInt(3) == 0) {
            from = s + ", " + r;
            where.add(link);
        }
        from = wrong.map(w -> wrongFrom(w, s, r)).filter(f -> !f.isEmpty()).orElse(from);
        visited.ifPresent(region -> where.add(one(
                random,
                "s.hashed_email IN (SELECT hashed_email FROM retailer_visits WHERE region = '" + region + "')",
                "EXISTS (SELECT 1 FROM retailer_visits AS v WHERE s.hashed_email = v.hashed_email AND v.region = '"
                        + region + "')")));
        wrong.filter(Wrong.KEY_IN_CONDITION::equals).ifPresent(w -> where.add("s.hashed_email = 'key-1'"));
        wrong.filter(Wrong.ANTI_JOIN::equals)
                .ifPresent(w -> where.add("s.hashed_email NOT IN (SELECT hashed_email FROM advertiser_crm)"));
        List<String> items = new ArrayList<>(columns);
        wrong.map(ListAsk::wrongItem).filter(i -> !i.isEmpty()).ifPresent(items::add);
        String list = String.join(", ", items);
        String rest = " FROM " + from + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where));
        if (wrong.filter(Wrong.ROWS::equals).isPresent()) {
            return "SELECT " + list + rest;
        }
        String named = IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i) + " AS c" + i)
                .collect(Collectors.joining(", "));
        return wrong.isPresent() || random.nextBoolean()
                ? "SELECT DISTINCT " + list + rest
                : one(
                        random,
                        "SELECT " + list + rest + " GROUP BY " + list,
                        "WITH w AS (SELECT DISTINCT " + named + rest + ") SELECT * FROM w",
                        "SELECT DISTINCT * FROM (SELECT " + named + rest + ") AS w");
    }

    private static String wrongFrom(Wrong wrong, String s, String r) {
        String visits = "retailer_visits AS v0 ON v0.hashed_email = s.hashed_email";
        return switch (wrong) {
            case NOT_JOINED -> "loyalty_segments AS r0 JOIN " + s + " ON r0.panel_id = s.panel_id CROSS JOIN " + r;
            case OUTER_JOIN -> s + " LEFT JOIN " + r + " ON s.hashed_email = r.hashed_email";
            case JOINED_BY_COLUMN -> s + " JOIN " + r + " ON s.segment = r.status";
            case JOINED_WITH_ANOTHER_OWNER -> s + " JOIN " + visits + " JOIN " + r + " ON r.status = v0.region";
            default -> "";
        };
    }

    private static String wrongItem(Wrong wrong) {
        return switch (wrong) {
            case KEY -> "s.hashed_email";
            case OTHER_KEY -> "r.panel_id";
            case FUNCTION -> "UPPER(s.segment)";
            case COUNT -> "COUNT(*) OVER ()";
            default -> "";
        };
    }

    private static String one(Random random, String... ways) {
        return ways[random.nextInt(ways.length)];
    }
}
