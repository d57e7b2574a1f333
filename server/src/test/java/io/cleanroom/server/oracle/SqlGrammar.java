package io.cleanroom.server.oracle;

import io.cleanroom.server.sql.AllowedFunctions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Statements from a grammar: most of them sensible, some with names that are not granted, some broken, some enormous. */
final class SqlGrammar {
    private static final List<String> CAMPAIGN_DIMENSIONS =
            List.of("campaign_id", "campaign_name", "ad_format", "impression_date");
    private static final List<String> PURCHASE_DIMENSIONS =
            List.of("product_category", "purchase_date", "store_region");
    private static final List<String> UNGRANTED = List.of(
            "email_address",
            "customer_name",
            "nothing",
            "\"Hashed_Email\"",
            "rowid",
            "p.*",
            "system.members",
            "*",
            "oid");
    private static final List<String> FUNCTIONS = new ArrayList<>(AllowedFunctions.grantable());
    private static final List<String> LITERALS = List.of(
            "1",
            "0",
            "-1",
            "2.5",
            "1e300",
            "'a'",
            "''",
            "'é😀'",
            "NULL",
            "TRUE",
            "DATE '2026-07-01'",
            "TIMESTAMP '2026-07-01 10:00:00'",
            "INTERVAL '3 days'",
            "9223372036854775807",
            "'%_'",
            "CURRENT_DATE",
            "NOW()");
    private static final List<String> JUNK = List.of(
            "(",
            ")",
            ",",
            "'",
            "\"",
            ";",
            "::",
            "||",
            "--",
            "/*",
            "*/",
            ":x",
            "?",
            "{",
            "}",
            "[",
            "]",
            "@",
            "\\",
            "$1",
            "\u0000",
            "\uD83D",
            "\u202E",
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP BY",
            "UNION",
            "NOT",
            "AS",
            "OVER ()",
            "LATERAL",
            "UNNEST",
            "TABLESAMPLE BERNOULLI(1)",
            "MATCH_RECOGNIZE",
            "PIVOT",
            "RECURSIVE",
            "EXCEPT",
            "FILTER",
            "QUALIFY",
            "VALUES (1)",
            "INSERT",
            "DROP TABLE",
            "FETCH FIRST 1 ROW ONLY",
            "FOR SYSTEM_TIME AS OF NOW()",
            "WITHIN GROUP (ORDER BY 1)");

    private final Random random;

    SqlGrammar(Random random) {
        this.random = random;
    }

    String statement() {
        int kind = random.nextInt(100);
        if (kind < 35) {
            return aggregation();
        }
        if (kind < 65) {
            return overReleased();
        }
        if (kind < 72) {
            return aggregation()
                    + pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ", " EXCEPT ALL ")
                    + aggregation();
        }
        if (kind < 90) {
            return broken(random.nextBoolean() ? aggregation() : overReleased());
        }
        if (kind < 94) {
            return nested(1 + random.nextInt(random.nextBoolean() ? 30 : 3_000));
        }
        if (kind < 97) {
            return "SELECT COUNT(*) FROM advertiser_campaign_events WHERE campaign_id " + pick("IN", "NOT IN") + " ("
                    + String.join(
                            ", ", Collections.nCopies(1 + random.nextInt(5_000), pick("'a'", "'x''y'", "1", "NULL")))
                    + ")";
        }
        return "SELECT " + expression(List.of(), 3);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    /** Rows aggregated: the form that most questions have. */
    private String aggregation() {
        boolean joined = random.nextInt(3) > 0;
        List<String> dimensions = new ArrayList<>(CAMPAIGN_DIMENSIONS);
        String from = "advertiser_campaign_events" + pick(" c", " AS c");
        if (joined) {
            dimensions.addAll(PURCHASE_DIMENSIONS);
            from += pick(" JOIN ", " INNER JOIN ", " JOIN ", " LEFT JOIN ", " FULL JOIN ", " CROSS JOIN ", ", ")
                    + "retailer_purchase_events p";
            if (!from.contains("CROSS") && !from.contains(",")) {
                from += pick(
                        " ON c.hashed_email = p.hashed_email",
                        " USING (hashed_email)",
                        " ON c.hashed_email = p.hashed_email AND p.purchase_date >= c.impression_date",
                        " ON c.hashed_email = p.hashed_email OR 1 = 1",
                        " ON " + condition(dimensions, 1));
            }
        }
        List<String> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            keys.add(random.nextInt(4) > 0 ? one(dimensions) : expression(dimensions, 1));
        }
        List<String> items = new ArrayList<>();
        keys.forEach(key -> items.add(key + (random.nextBoolean() ? " AS k" + items.size() : "")));
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            items.add(aggregate(joined, dimensions) + (random.nextInt(3) == 0 ? " AS n" + i : ""));
        }
        if (random.nextInt(12) == 0) {
            items.add(one(UNGRANTED));
        }
        StringBuilder sql = new StringBuilder("SELECT " + (random.nextInt(10) == 0 ? "DISTINCT " : ""))
                .append(String.join(", ", items))
                .append(" FROM ")
                .append(from);
        if (random.nextBoolean()) {
            sql.append(" WHERE ").append(condition(dimensions, 2));
        }
        if (random.nextInt(6) == 0) {
            sql.append(sql.indexOf(" WHERE ") > 0 ? " AND " : " WHERE ").append(semiJoin());
        }
        if (!keys.isEmpty()) {
            sql.append(" GROUP BY ")
                    .append(random.nextInt(15) == 0 ? pick("ROLLUP", "CUBE", "GROUPING SETS") + "(" : "")
                    .append(String.join(", ", keys));
            sql.append(sql.indexOf("ROLLUP(") + sql.indexOf("CUBE(") + sql.indexOf("SETS(") > -3 ? ")" : "");
        }
        if (random.nextInt(4) == 0) {
            sql.append(" HAVING ")
                    .append(aggregate(joined, dimensions))
                    .append(" > ")
                    .append(pick("1", "'a'", "(SELECT 1)"));
        }
        return sql.toString();
    }

    private String semiJoin() {
        return pick(
                "c.hashed_email IN (SELECT hashed_email FROM retailer_purchase_events)",
                "c.hashed_email NOT IN (SELECT hashed_email FROM retailer_purchase_events)",
                "EXISTS (SELECT 1 FROM retailer_purchase_events q WHERE q.hashed_email = c.hashed_email AND q.store_region = 'x')",
                "EXISTS (SELECT 1 FROM retailer_purchase_events q WHERE q.hashed_email > c.hashed_email)",
                "c.ad_format > ALL (SELECT store_region FROM retailer_purchase_events)",
                "(c.hashed_email, c.ad_format) IN (SELECT hashed_email, store_region FROM retailer_purchase_events)",
                "c.click_count > (SELECT AVG(click_count) FROM advertiser_campaign_events)");
    }

    private String aggregate(boolean joined, List<String> dimensions) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            return pick("MIN", "MAX", "SUM", "LISTAGG", "ANY_VALUE", "STDDEV") + "(" + one(dimensions) + ")";
        }
        if (kind == 1) {
            return "SUM(" + expression(dimensions, 1) + ")";
        }
        if (kind == 2) {
            return "COUNT(*) FILTER (WHERE " + condition(dimensions, 1) + ")";
        }
        return joined && random.nextBoolean()
                ? pick("SUM(p.purchase_amount)", "AVG(p.purchase_amount)", "COUNT(purchase_id)")
                : pick(
                        "COUNT(*)",
                        "SUM(click_count)",
                        "COUNT(DISTINCT c.hashed_email)",
                        "SUM(spend_amount) / COUNT(*)");
    }

    /** Released results, used in every way. */
    private String overReleased() {
        StringBuilder sql = new StringBuilder("WITH r AS (SELECT ad_format AS a, impression_date AS d, COUNT(*) AS n,"
                + " SUM(spend_amount) AS s FROM advertiser_campaign_events GROUP BY 1, 2)");
        if (random.nextInt(4) == 0) {
            sql.append(", q AS (SELECT a, SUM(n) AS n FROM r GROUP BY a)");
        } else {
            sql.append(", q AS (SELECT * FROM r)");
        }
        List<String> columns = List.of("r.a", "r.n", "q.a", "q.n");
        List<String> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            items.add(released(columns));
        }
        sql.append(" SELECT ").append(String.join(", ", items)).append(" FROM r");
        String join = pick(
                " CROSS JOIN q",
                " JOIN q ON r.a = q.a",
                " LEFT JOIN q ON r.n < q.n",
                " FULL JOIN q ON r.a = q.a",
                " RIGHT JOIN q ON r.a = q.a AND r.n > 3",
                " NATURAL JOIN q",
                ", q");
        sql.append(join);
        if (random.nextBoolean()) {
            sql.append(" WHERE ").append(condition(columns, 2));
            if (random.nextInt(3) == 0) {
                sql.append(pick(
                        " AND r.n > (SELECT AVG(n) FROM r)",
                        " AND r.a IN (SELECT a FROM q WHERE q.n > 1)",
                        " AND NOT EXISTS (SELECT 1 FROM q z WHERE z.n > r.n)",
                        " OR r.a NOT IN (SELECT a FROM q)"));
            }
        }
        if (random.nextInt(3) == 0) {
            sql.append(" ORDER BY ").append(released(columns)).append(pick("", " DESC", " NULLS FIRST"));
        }
        if (random.nextInt(3) == 0) {
            sql.append(pick(" LIMIT 3", " OFFSET 1", " FETCH NEXT 2 ROWS ONLY", " LIMIT 0", " LIMIT 2 OFFSET 100"));
        }
        return sql.toString();
    }

    private String released(List<String> columns) {
        return switch (random.nextInt(8)) {
            case 0 -> "RANK() OVER (PARTITION BY r.a ORDER BY r.n DESC)";
            case 1 -> "SUM(r.n) OVER (ORDER BY r.d ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)";
            case 2 -> "LAG(" + one(columns) + ") OVER (ORDER BY r.d)";
            case 3 -> "(SELECT MAX(n) FROM q z WHERE z.a = r.a)";
            case 4 -> one(columns);
            default -> expression(columns, 2);
        };
    }

    private String expression(List<String> columns, int depth) {
        int kind = random.nextInt(depth <= 0 ? 3 : 9);
        if (kind < 2) {
            return columns.isEmpty() || kind == 0 ? one(LITERALS) : one(columns);
        }
        return switch (kind) {
            case 2 -> columns.isEmpty() ? one(LITERALS) : one(columns);
            case 3 ->
                "CASE WHEN " + condition(columns, depth - 1) + " THEN " + expression(columns, depth - 1) + " ELSE "
                        + expression(columns, depth - 1) + " END";
            case 4 ->
                "(" + expression(columns, depth - 1) + pick(" + ", " - ", " * ", " / ", " % ", " || ", " = ")
                        + expression(columns, depth - 1) + ")";
            case 5 ->
                "CAST(" + expression(columns, depth - 1) + " AS "
                        + pick(
                                "INTEGER",
                                "VARCHAR",
                                "VARCHAR(3)",
                                "DATE",
                                "DECIMAL(38, 2)",
                                "TIMESTAMP",
                                "BOOLEAN",
                                "text",
                                "TIME")
                        + ")";
            case 6 ->
                pick(
                                "DATE_TRUNC('month', ",
                                "EXTRACT(YEAR FROM ",
                                "EXTRACT(EPOCH FROM ",
                                "UPPER(",
                                "TO_CHAR(",
                                "INITCAP(")
                        + expression(columns, depth - 1) + ")";
            default -> {
                List<String> arguments = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    arguments.add(expression(columns, depth - 1));
                }
                yield one(FUNCTIONS) + "(" + String.join(", ", arguments) + ")";
            }
        };
    }

    private String condition(List<String> columns, int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return "(" + condition(columns, depth - 1) + pick(" AND ", " OR ", " AND NOT ")
                    + condition(columns, depth - 1) + ")";
        }
        String left = expression(columns, depth > 1 ? 1 : 0);
        return switch (random.nextInt(7)) {
            case 0 -> left + " IS NULL";
            case 1 -> left + " IN (" + one(LITERALS) + ", " + one(LITERALS) + ")";
            case 2 -> left + " LIKE " + pick("'a%'", "'%'", "NULL", "'\\'");
            case 3 -> left + " BETWEEN " + one(LITERALS) + " AND " + one(LITERALS);
            default -> left + pick(" = ", " <> ", " < ", " >= ", " IS DISTINCT FROM ") + expression(columns, 0);
        };
    }

    /** Some tokens left out, doubled, exchanged or put in. */
    private String broken(String sql) {
        List<String> tokens = new ArrayList<>(List.of(sql.split(" ")));
        for (int i = 1 + random.nextInt(3); i > 0 && !tokens.isEmpty(); i--) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(5)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
                case 2 -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
                case 3 -> tokens.add(at, one(JUNK));
                default -> tokens.set(at, one(UNGRANTED));
            }
        }
        return String.join(" ", tokens);
    }

    private String nested(int depth) {
        return switch (random.nextInt(9)) {
            case 0 -> "SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth);
            case 1 -> "SELECT " + "NOT ".repeat(depth) + "TRUE";
            case 2 -> "SELECT " + "- ".repeat(depth) + "1";
            case 3 -> "SELECT 1" + " + 1".repeat(depth);
            case 4 ->
                "SELECT COUNT(*) FROM advertiser_campaign_events WHERE campaign_id = 'x'"
                        + pick(" OR campaign_id = 'y'", " AND ad_format = 'z'").repeat(depth);
            case 5 -> "SELECT * FROM (".repeat(depth) + "SELECT 1" + ")".repeat(depth);
            case 6 -> "SELECT " + "UPPER(".repeat(depth) + "'a'" + ")".repeat(depth);
            case 7 -> "SELECT " + "CASE WHEN TRUE THEN ".repeat(depth) + "1" + " END".repeat(depth);
            default -> doubling(Math.min(depth, 40));
        };
    }

    /** Each name stands for twice what the one before it stands for. */
    private String doubling(int depth) {
        StringBuilder sql = new StringBuilder("WITH t0 AS (SELECT 'a' AS x)");
        boolean texts = random.nextBoolean();
        for (int i = 1; i <= depth; i++) {
            sql.append(", t").append(i).append(" AS (SELECT ");
            sql.append(
                    texts
                            ? "x || x AS x FROM t" + (i - 1)
                            : "l.x AS x FROM t" + (i - 1) + " l CROSS JOIN t" + (i - 1) + " r");
            sql.append(")");
        }
        return sql.append(" SELECT ")
                .append(texts ? "LENGTH(x)" : "COUNT(*)")
                .append(" FROM t")
                .append(depth)
                .toString();
    }
}
