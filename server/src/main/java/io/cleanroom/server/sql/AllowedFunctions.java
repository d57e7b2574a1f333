package io.cleanroom.server.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The closed list of operators and functions: what is not here does not exist, in text and in plans. Each was reviewed to
 * be deterministic, total on every engine, and free of access to anything but its arguments. Adding one is a line here and
 * a row in {@code docs/functions.md}.
 */
public final class AllowedFunctions {
    /** Comparisons, arithmetic, logic, CASE: anyone may use them wherever an expression may stand. */
    private static final List<SqlOperator> SYNTAX = List.of(
            SqlStdOperatorTable.EQUALS,
            SqlStdOperatorTable.NOT_EQUALS,
            SqlStdOperatorTable.LESS_THAN,
            SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
            SqlStdOperatorTable.GREATER_THAN,
            SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
            SqlStdOperatorTable.IS_DISTINCT_FROM,
            SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
            SqlStdOperatorTable.IS_NULL,
            SqlStdOperatorTable.IS_NOT_NULL,
            SqlStdOperatorTable.IS_TRUE,
            SqlStdOperatorTable.IS_NOT_TRUE,
            SqlStdOperatorTable.IS_FALSE,
            SqlStdOperatorTable.IS_NOT_FALSE,
            SqlStdOperatorTable.AND,
            SqlStdOperatorTable.OR,
            SqlStdOperatorTable.NOT,
            SqlStdOperatorTable.BETWEEN,
            SqlStdOperatorTable.NOT_BETWEEN,
            SqlStdOperatorTable.SYMMETRIC_BETWEEN,
            SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN,
            SqlStdOperatorTable.IN,
            SqlStdOperatorTable.NOT_IN,
            SqlStdOperatorTable.EXISTS,
            SqlStdOperatorTable.LIKE,
            SqlStdOperatorTable.NOT_LIKE,
            SqlLibraryOperators.ILIKE,
            SqlLibraryOperators.NOT_ILIKE,
            SqlStdOperatorTable.PLUS,
            SqlStdOperatorTable.MINUS,
            SqlStdOperatorTable.MULTIPLY,
            SqlStdOperatorTable.PERCENT_REMAINDER,
            SqlStdOperatorTable.UNARY_MINUS,
            SqlStdOperatorTable.UNARY_PLUS,
            SqlStdOperatorTable.DATETIME_PLUS,
            SqlStdOperatorTable.MINUS_DATE,
            SqlStdOperatorTable.CONCAT,
            SqlStdOperatorTable.CASE,
            SqlStdOperatorTable.SEARCH,
            SqlStdOperatorTable.SCALAR_QUERY,
            SqlStdOperatorTable.ROW,
            SqlStdOperatorTable.DESC,
            SqlStdOperatorTable.NULLS_FIRST,
            SqlStdOperatorTable.NULLS_LAST,
            SqlStdOperatorTable.INTERVAL,
            CleanroomOperators.DAYS_BETWEEN,
            CleanroomOperators.DIVIDE);

    /** Functions that the owner of a column must grant by name before they may be applied to it. */
    private static final List<SqlOperator> GRANTABLE = joined(
            DateFunctions.ALL,
            TextFunctions.ALL,
            NumberFunctions.ALL,
            List.of(
                    SqlStdOperatorTable.ABS,
                    SqlStdOperatorTable.CAST,
                    SqlStdOperatorTable.CEIL,
                    SqlStdOperatorTable.CHAR_LENGTH,
                    SqlStdOperatorTable.CHARACTER_LENGTH,
                    SqlStdOperatorTable.COALESCE,
                    SqlStdOperatorTable.EXP,
                    SqlStdOperatorTable.EXTRACT,
                    SqlStdOperatorTable.FLOOR,
                    SqlLibraryOperators.GREATEST,
                    SqlLibraryOperators.LEAST,
                    SqlLibraryOperators.LEFT,
                    SqlLibraryOperators.LENGTH,
                    SqlStdOperatorTable.LN,
                    SqlStdOperatorTable.LOG10,
                    SqlStdOperatorTable.LOWER,
                    SqlStdOperatorTable.MOD,
                    SqlStdOperatorTable.MONTH,
                    SqlStdOperatorTable.NULLIF,
                    SqlStdOperatorTable.POSITION,
                    SqlStdOperatorTable.POWER,
                    SqlStdOperatorTable.QUARTER,
                    SqlStdOperatorTable.REPLACE,
                    SqlLibraryOperators.RIGHT,
                    SqlStdOperatorTable.SIGN,
                    SqlStdOperatorTable.SQRT,
                    SqlStdOperatorTable.SUBSTRING,
                    SqlLibraryOperators.SUBSTR_POSTGRESQL,
                    SqlStdOperatorTable.TRIM,
                    SqlLibraryOperators.LTRIM,
                    SqlLibraryOperators.RTRIM,
                    SqlStdOperatorTable.UPPER,
                    SqlStdOperatorTable.YEAR,
                    SqlStdOperatorTable.DAYOFMONTH,
                    SqlStdOperatorTable.DAYOFWEEK,
                    SqlStdOperatorTable.DAYOFYEAR,
                    SqlStdOperatorTable.HOUR,
                    SqlStdOperatorTable.MINUTE,
                    SqlStdOperatorTable.SECOND,
                    SqlStdOperatorTable.WEEK));

    /** The time at which the query runs, one for the whole of it, in UTC; anyone may use it. */
    private static final List<SqlOperator> CLOCK = List.of(
            SqlStdOperatorTable.CURRENT_DATE,
            SqlStdOperatorTable.CURRENT_TIMESTAMP,
            SqlStdOperatorTable.LOCALTIMESTAMP,
            SqlStdOperatorTable.CURRENT_TIME,
            SqlStdOperatorTable.LOCALTIME);

    private static final List<SqlAggFunction> AGGREGATES = List.of(
            SqlStdOperatorTable.COUNT,
            SqlStdOperatorTable.SUM,
            SqlStdOperatorTable.SUM0,
            SqlStdOperatorTable.AVG,
            SqlStdOperatorTable.MIN,
            SqlStdOperatorTable.MAX,
            SqlStdOperatorTable.STDDEV,
            SqlStdOperatorTable.STDDEV_POP,
            SqlStdOperatorTable.STDDEV_SAMP,
            SqlStdOperatorTable.VARIANCE,
            SqlStdOperatorTable.VAR_POP,
            SqlStdOperatorTable.VAR_SAMP,
            StatisticFunctions.MEDIAN,
            StatisticFunctions.APPROX_COUNT_DISTINCT);

    /** Functions that make sense only in OVER; aggregates may stand there too. */
    private static final List<SqlAggFunction> WINDOW = List.of(
            SqlStdOperatorTable.ROW_NUMBER,
            SqlStdOperatorTable.RANK,
            SqlStdOperatorTable.DENSE_RANK,
            SqlStdOperatorTable.LAG,
            SqlStdOperatorTable.LEAD,
            SqlStdOperatorTable.FIRST_VALUE,
            SqlStdOperatorTable.LAST_VALUE,
            SqlStdOperatorTable.NTILE,
            SqlStdOperatorTable.NTH_VALUE,
            SqlStdOperatorTable.PERCENT_RANK,
            SqlStdOperatorTable.CUME_DIST);

    /** Spellings that owners and AWS's list use, and the function that is meant. */
    private static final Map<String, String> ALSO = Map.ofEntries(
            Map.entry("ADD_MONTHS", "DATEADD"),
            Map.entry("BTRIM", "TRIM"),
            Map.entry("CEILING", "CEIL"),
            Map.entry("CHARACTER_LENGTH", "CHAR_LENGTH"),
            Map.entry("CHARINDEX", "POSITION"),
            Map.entry("CONVERT", "CAST"),
            Map.entry("DATE", "CAST"),
            Map.entry("DATE_ADD", "DATEADD"),
            Map.entry("DATE_PART", "EXTRACT"),
            Map.entry("DATEPART", "EXTRACT"),
            Map.entry("DAY", "DAYOFMONTH"),
            Map.entry("IFNULL", "COALESCE"),
            Map.entry("INSTR", "POSITION"),
            Map.entry("LCASE", "LOWER"),
            Map.entry("LEN", "CHAR_LENGTH"),
            Map.entry("LENGTH", "CHAR_LENGTH"),
            Map.entry("LOCATE", "POSITION"),
            Map.entry("LTRIM", "TRIM"),
            Map.entry("NVL", "COALESCE"),
            Map.entry("POW", "POWER"),
            Map.entry("RTRIM", "TRIM"),
            Map.entry("SAFE_CAST", "CAST"),
            Map.entry("STRPOS", "POSITION"),
            Map.entry("SUBSTR", "SUBSTRING"),
            Map.entry("TIMESTAMPADD", "DATEADD"),
            Map.entry("TRUNC", "TRUNCATE"),
            Map.entry("TRY_CAST", "CAST"),
            Map.entry("UCASE", "UPPER"));

    /** Each is EXTRACT of one unit, so whoever grants EXTRACT grants them. */
    private static final Set<String> PARTS_OF_TIMES = Set.of(
            "YEAR", "QUARTER", "MONTH", "WEEK", "DAYOFMONTH", "DAYOFWEEK", "DAYOFYEAR", "HOUR", "MINUTE", "SECOND");

    /** What AWS's list has, too; granting them is understood and changes nothing, because anyone may use them. */
    private static final Set<String> FREE = Set.of("CURRENT_DATE", "CURRENT_TIMESTAMP", "GETDATE", "NOW");

    private static final Set<SqlOperator> SYNTAX_SET = identitySet(SYNTAX);
    private static final Set<SqlOperator> GRANTABLE_SET = identitySet(GRANTABLE);
    private static final Set<SqlOperator> AGGREGATE_SET = identitySet(AGGREGATES);
    private static final Set<SqlOperator> WINDOW_SET = identitySet(WINDOW);

    private AllowedFunctions() {}

    @SafeVarargs
    private static List<SqlOperator> joined(List<? extends SqlOperator>... lists) {
        List<SqlOperator> all = new ArrayList<>();
        for (List<? extends SqlOperator> list : lists) {
            all.addAll(list);
        }
        return List.copyOf(all);
    }

    private static Set<SqlOperator> identitySet(List<? extends SqlOperator> operators) {
        Set<SqlOperator> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(operators);
        return set;
    }

    /** What the validator can resolve. */
    static SqlOperatorTable table() {
        List<SqlOperator> all = new ArrayList<>(SYNTAX);
        all.addAll(GRANTABLE);
        all.addAll(AGGREGATES);
        all.addAll(WINDOW);
        all.add(SqlStdOperatorTable.UNION);
        all.add(SqlStdOperatorTable.UNION_ALL);
        all.add(SqlStdOperatorTable.INTERSECT);
        all.add(SqlStdOperatorTable.INTERSECT_ALL);
        all.add(SqlStdOperatorTable.EXCEPT);
        all.add(SqlStdOperatorTable.EXCEPT_ALL);
        all.addAll(CLOCK);
        all.add(SqlStdOperatorTable.FILTER);
        return new ClosedOperatorTable(all);
    }

    /** Whether a scalar operator may appear in a plan at all. */
    public static boolean isReviewed(SqlOperator operator) {
        return SYNTAX_SET.contains(operator) || GRANTABLE_SET.contains(operator) || CLOCK.contains(operator);
    }

    /** Whether an aggregate function may appear in a plan at all. */
    public static boolean isReviewedAggregate(SqlOperator operator) {
        return AGGREGATE_SET.contains(operator)
                || (operator instanceof SqlBasicAggFunction
                        && StatisticFunctions.percentile(operator.getName()).isPresent());
    }

    /** Whether a function may appear over a window. */
    public static boolean isReviewedWindow(SqlOperator operator) {
        return WINDOW_SET.contains(operator) || isReviewedAggregate(operator);
    }

    /** The name under which an owner grants the operator; empty for those that need no grant. */
    public static Optional<String> grantName(SqlOperator operator) {
        return GRANTABLE_SET.contains(operator) ? Optional.of(canonical(operator.getName())) : Optional.empty();
    }

    /** One name for the spellings of one function: upper case, {@code CEILING} is {@code CEIL}. */
    public static String canonical(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return ALSO.getOrDefault(upper, upper);
    }

    /** Whether one who grants a function under a name grants another, by its {@link #grantName}, with it. */
    public static boolean covers(String granted, String function) {
        String name = canonical(granted);
        return name.equals(function) || (name.equals("EXTRACT") && PARTS_OF_TIMES.contains(function));
    }

    /** Every name that a query may call, and that of every operator. */
    static List<String> names() {
        SortedSet<String> names = grantable();
        Stream.of(SYNTAX, AGGREGATES, WINDOW, CLOCK)
                .flatMap(List::stream)
                .forEach(operator -> names.add(operator.getName().toUpperCase(Locale.ROOT)));
        return List.copyOf(names);
    }

    /** Every name that SCALAR FUNCTIONS may list. */
    public static SortedSet<String> grantable() {
        SortedSet<String> names = new TreeSet<>(ALSO.keySet());
        names.addAll(FREE);
        GRANTABLE.forEach(operator -> names.add(operator.getName().toUpperCase(Locale.ROOT)));
        return names;
    }
}
