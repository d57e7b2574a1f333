package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.policy.SqlGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rel.RelNode;

/**
 * Writes a plan as DuckDB's SQL, in standard spelling that Calcite's parser reads again.
 *
 * <p>Why not Calcite's {@code RelToSqlConverter}: it writes from untyped trees, so it cannot know where an overflow may
 * raise; it repeats a projected expression in GROUP BY, where a parameter then becomes two markers and DuckDB rejects the
 * query; it leaves columns without their table, so that a sub-query may capture them; and it takes {@code "a"} and {@code
 * "A"} for two names, which DuckDB does not. Here each relation is one SELECT or part of one, every column has its table's
 * alias, every alias is unique, and every kind of node is named: what is not known is refused.
 *
 * <pre>{@code
 * SELECT product_category, SUM(purchase_amount * item_count) AS revenue
 * FROM purchases GROUP BY 1                                          -- with COUNT(DISTINCT hashed_email) >= 100
 *
 * SELECT "t1"."product_category" AS "product_category", SUM("t1"."x") AS "revenue",
 *        COUNT(DISTINCT "t1"."hashed_email") AS "guard0"
 * FROM (SELECT "t0"."product_category" AS "product_category",
 *              TRY(("t0"."purchase_amount" * "t0"."item_count")) AS "x", "t0"."hashed_email" AS "hashed_email"
 *       FROM "purchases_1f0c" AS "t0") AS "t1"
 * GROUP BY "t1"."product_category" HAVING (COUNT(DISTINCT "t1"."hashed_email") >= 100)
 * }</pre>
 */
public final class DuckDbSql implements SqlGenerator {
    /** A parameter in text that is being put together; clauses are not written in the order in which they stand. */
    private static final Pattern PARAMETER = Pattern.compile("\0(\\d+);");

    static String parameter(int index) {
        return "\0" + index + ";";
    }

    @Override
    public GeneratedSql generate(RelNode plan) {
        Matcher matcher = PARAMETER.matcher(new PlanWriter(plan.getCluster().getRexBuilder()).statement(plan));
        List<Integer> order = new ArrayList<>();
        String text = matcher.replaceAll(match -> {
            order.add(Integer.valueOf(match.group(1)));
            return "?";
        });
        return new GeneratedSql(text, order);
    }
}
