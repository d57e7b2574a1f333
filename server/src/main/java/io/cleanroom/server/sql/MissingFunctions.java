package io.cleanroom.server.sql;

import io.cleanroom.server.error.Near;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is said of a function that does not exist: not for these arguments, not under this name, or on purpose. */
final class MissingFunctions {
    private static final String SINGLE_VALUES = "it puts single values out; GROUP BY the column, or count and sum it";
    private static final String ENGINE = "it tells about the engine; ask system.server, or JDBC's metadata";
    private static final String PATTERNS =
            "each engine reads such patterns differently; LIKE, ILIKE, POSITION and SPLIT_PART are"
                    + " the same everywhere";
    private static final String CHANGES = "an answer must be the same each time";
    private static final String PARTS =
            "parts of arrays and rows are not queried; write them into columns of their own";
    private static final String TRUTH = "write MIN or MAX of CASE WHEN ... THEN 1 ELSE 0 END";

    /** Those that people look for, and why they are not here or what to write instead. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("STRING_AGG", SINGLE_VALUES),
            Map.entry("LISTAGG", SINGLE_VALUES),
            Map.entry("GROUP_CONCAT", SINGLE_VALUES),
            Map.entry("ARRAY_AGG", SINGLE_VALUES),
            Map.entry("ANY_VALUE", SINGLE_VALUES),
            Map.entry("MODE", SINGLE_VALUES),
            Map.entry("AGE", "write DATEDIFF('day', a, b) or TIMESTAMPDIFF(YEAR, a, b), which give numbers"),
            Map.entry("ITEM", PARTS),
            Map.entry("CARDINALITY", PARTS),
            Map.entry("MEMBER OF", PARTS),
            Map.entry("NOT MEMBER OF", PARTS),
            Map.entry("ARRAY_CONTAINS", PARTS),
            Map.entry("ARRAY_LENGTH", PARTS),
            Map.entry("ARRAY", "arrays come from files; a query makes none"),
            Map.entry("RANDOM", CHANGES),
            Map.entry("RAND", CHANGES),
            Map.entry("UUID", CHANGES),
            Map.entry("VERSION", ENGINE),
            Map.entry("CURRENT_DATABASE", ENGINE),
            Map.entry("PG_BACKEND_PID", ENGINE),
            Map.entry("SIMILAR TO", PATTERNS),
            Map.entry("NOT SIMILAR TO", PATTERNS),
            Map.entry("REGEXP_REPLACE", PATTERNS),
            Map.entry("REGEXP_MATCHES", PATTERNS),
            Map.entry("REGEXP_LIKE", PATTERNS),
            Map.entry("BOOL_AND", TRUTH),
            Map.entry("BOOL_OR", TRUTH),
            Map.entry("EVERY", TRUTH),
            Map.entry("TIMESTAMP_TRUNC", "write DATE_TRUNC('month', t)"),
            Map.entry("TO_DAYS", "write DATEDIFF('day', a, b)"));

    private MissingFunctions() {}

    /** @param signature the name with the types of its arguments, as the validator writes it */
    static String text(String signature) {
        int bracket = signature.indexOf('(');
        String name = (bracket < 0 ? signature : signature.substring(0, bracket)).strip();
        String upper = name.toUpperCase(Locale.ROOT);
        String instead = INSTEAD.get(upper);
        if (instead != null) {
            return "function " + name + " does not exist: " + instead;
        }
        List<String> known = AllowedFunctions.names();
        return known.contains(upper)
                ? "function " + signature + " does not exist for these arguments"
                : "function " + name + " does not exist" + Near.hint(upper, known);
    }
}
