package io.cleanroom.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.AllowedFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every function and operator with an array or row in every place: all but counting and asking for NULL are refused. */
class NestedOperationsTest {
    private static final List<String> VALUES = List.of("tags", "place");
    private static final List<String> OTHERS = List.of("1", "'a'", "DATE '2026-01-01'", "NULL");

    private static final List<String> OPERATORS = List.of(
            "{n} = {o}",
            "{n} <> {o}",
            "{n} < {o}",
            "{o} >= {n}",
            "{n} IS DISTINCT FROM {o}",
            "{n} IS NOT DISTINCT FROM {o}",
            "{n} BETWEEN {o} AND {o}",
            "{o} BETWEEN {n} AND {n}",
            "{n} IN ({o})",
            "{o} IN ({n}, {o})",
            "{n} LIKE {o}",
            "{n} ILIKE {o}",
            "{n} + {o}",
            "{o} - {n}",
            "-{n}",
            "{n} * {o}",
            "{n} / {o}",
            "{n} % {o}",
            "{n} || {o}",
            "NOT {n}",
            "{n} AND TRUE",
            "{n} OR FALSE",
            "{n} IS TRUE",
            "{n} IS NOT FALSE",
            "CASE WHEN {n} THEN 1 END",
            "CASE {n} WHEN {o} THEN 1 END",
            "CASE {o} WHEN {n} THEN 1 END",
            "CASE WHEN TRUE THEN {n} ELSE {o} END",
            "CAST({n} AS VARCHAR)",
            "CAST({n} AS INTEGER)",
            "CAST({n} AS VARBINARY)",
            "CAST({n} AS VARCHAR ARRAY)",
            "TRY_CAST({n} AS VARCHAR)",
            "{n}::VARCHAR",
            "{n}[1]",
            "{n}['city']",
            "({n}).city",
            "ROW({n})",
            "ARRAY[{n}]",
            "MULTISET[{n}]",
            "MAP[{o}, {n}]",
            "({n}, {o}) = ({n}, {o})",
            "({n}, {n}) OVERLAPS ({o}, {o})",
            "{n} = ANY (SELECT tags FROM visits)",
            "{n} IN (SELECT tags FROM visits)",
            "{o} IN (SELECT tags FROM visits)",
            "{n} MEMBER OF {n}",
            "{n} SUBMULTISET OF {n}",
            "{n} FORMAT JSON",
            "{n} IS JSON",
            "{n} AT TIME ZONE 'UTC'",
            "EXTRACT(YEAR FROM {n})",
            "POSITION({n} IN {o})",
            "POSITION({o} IN {n})",
            "TRIM({n} FROM {o})",
            "SUBSTRING({n} FROM 1 FOR 1)",
            "OVERLAY({n} PLACING {o} FROM 1)",
            "CEIL({n} TO DAY)",
            "TIMESTAMPADD(DAY, {n}, {o})",
            "TIMESTAMPDIFF(DAY, {n}, {o})",
            "INTERVAL {n} DAY",
            "(SELECT {n})",
            "(SELECT MAX(v.amount) FROM visits v WHERE v.tags = visits.tags)");

    @Test
    void noOperatorTakesThem() {
        Set<String> approved = new TreeSet<>();
        for (String operator : OPERATORS) {
            for (String nested : VALUES) {
                for (String other : OTHERS) {
                    String expression = operator.replace("{n}", nested).replace("{o}", other);
                    add(approved, expression, "SELECT " + expression + " AS x, COUNT(*) AS n FROM visits GROUP BY 1");
                    add(
                            approved,
                            expression,
                            "SELECT COUNT(*) AS n FROM visits WHERE (" + expression + ") IS NOT NULL");
                    add(
                            approved,
                            expression,
                            "SELECT " + expression
                                    + " AS x FROM (SELECT tags, place, COUNT(*) AS n FROM visits GROUP BY tags, place) AS visits");
                }
            }
        }
        assertEquals(Set.of(), approved);
    }

    @Test
    void noFunctionTakesThem() {
        Set<String> approved = new TreeSet<>();
        for (String function : functions()) {
            for (List<String> arguments : arguments()) {
                String call = function + "(" + String.join(", ", arguments) + ")";
                add(approved, call, "SELECT " + call + " AS x FROM visits");
                add(approved, call, "SELECT " + call + " AS x, COUNT(*) AS n FROM visits GROUP BY 1");
                add(
                        approved,
                        call,
                        "SELECT " + call
                                + " OVER (ORDER BY n) AS x FROM (SELECT tags, place, COUNT(*) AS n FROM visits GROUP BY tags, place) AS t");
            }
        }
        // What else COUNT is given here is never NULL, so that the array or row alone decides.
        assertTrue(approved.containsAll(Set.of("COUNT(place)", "COUNT(tags)")), approved::toString);
        approved.removeIf(call -> call.startsWith("COUNT("));
        assertEquals(Set.of(), approved);
    }

    private static List<String> functions() {
        List<String> all = new ArrayList<>(AllowedFunctions.grantable());
        all.addAll(
                List.of("COUNT", "SUM", "AVG", "MIN", "MAX", "STDDEV", "STDDEV_POP", "VARIANCE", "VAR_POP", "MEDIAN"));
        all.addAll(List.of(
                "APPROX_COUNT_DISTINCT", "SINGLE_VALUE", "ANY_VALUE", "CORR", "COVAR_POP", "ROW_NUMBER", "RANK"));
        all.addAll(List.of("NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE", "ARRAY_AGG", "LISTAGG"));
        return all;
    }

    private static List<List<String>> arguments() {
        List<List<String>> all = new ArrayList<>(List.of(List.of("tags"), List.of("place")));
        for (String other : List.of("1", "'a'")) {
            all.add(List.of("tags", other));
            all.add(List.of(other, "tags"));
            all.add(List.of("tags", other, other));
            all.add(List.of(other, "tags", other));
            all.add(List.of(other, other, "tags"));
        }
        return all;
    }

    private static void add(Set<String> approved, String expression, String sql) {
        try {
            if (RetailRoom.decideIn("nested", sql) instanceof Decision.Approved) {
                approved.add(expression);
            }
        } catch (Problem e) {
            assertNotEquals("XX000", e.code().sqlState(), sql);
        }
    }
}
