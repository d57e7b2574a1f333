package io.cleanroom.server.oracle;

import com.google.common.collect.ImmutableList;
import io.cleanroom.server.collaboration.ColumnType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements whose expressions fit together by their types, so that most are approved and reach the engine: released
 * results of every type, under every function, operator, window and set operation. One expression in forty has a type
 * that was not asked for. {@code oracle/typed-forms.txt} has the forms.
 */
final class TypedGrammar {
    private static final String RELEASED =
            "WITH r AS (SELECT ad_format AS a, impression_date AS d, COUNT(*) AS n, SUM(spend_amount) AS s"
                    + " FROM advertiser_campaign_events GROUP BY 1, 2), q AS (SELECT a, d, n, s, n / 3 AS f,"
                    + " CAST(n AS SMALLINT) AS i, CAST(s AS REAL) AS e, n > 2 AS b, CAST(d AS TIMESTAMP) AS ts,"
                    + " CAST('10:20:30' AS TIME) AS t FROM r)";

    /** Where expressions stand: over released results, over rows of members, or over nothing. */
    private enum Place {
        RELEASED,
        ROWS,
        NOTHING
    }

    private static final Map<Type, List<String>> FORMS = forms();

    private static final Map<String, String> COLUMNS_OF_ROWS =
            Map.of("a", "ad_format", "d", "impression_date", "ts", "impression_date", "b", "(ad_format = 'video')");
    private static final Map<String, String> CONSTANTS = Map.of(
            "a",
            "'a'",
            "d",
            "DATE '2026-01-31'",
            "ts",
            "TIMESTAMP '2026-01-31 10:00:00'",
            "b",
            "TRUE",
            "t",
            "TIME '10:00:00'");

    private static final List<String> UNITS = List.of(
            "microsecond",
            "millisecond",
            "second",
            "minute",
            "hour",
            "day",
            "week",
            "month",
            "quarter",
            "year",
            "decade",
            "century",
            "millennium");
    private static final List<String> PARTS = List.of(
            "YEAR",
            "QUARTER",
            "MONTH",
            "WEEK",
            "DAY",
            "HOUR",
            "MINUTE",
            "SECOND",
            "EPOCH",
            "DOW",
            "ISODOW",
            "DOY",
            "ISOYEAR",
            "CENTURY",
            "MILLENNIUM",
            "DECADE",
            "MILLISECOND",
            "MICROSECOND");
    private static final List<String> FRAMES = List.of(
            "",
            " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
            " ROWS UNBOUNDED PRECEDING",
            " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
            " RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");
    private static final List<String> AGGREGATES = List.of(
            "MIN(A)",
            "MAX(A)",
            "COUNT(DISTINCT A)",
            "COUNT(A)",
            "SUM(N)",
            "SUM(I)",
            "SUM(M)",
            "SUM(DISTINCT I)",
            "AVG(N)",
            "STDDEV(N)",
            "VAR_POP(N)",
            "MEDIAN(N)",
            "PERCENTILE(N, 0.25)",
            "SUM(I) FILTER (WHERE B)",
            "MAX(A) FILTER (WHERE B)",
            "COUNT(*)",
            "APPROX_COUNT_DISTINCT(S)");
    private static final Pattern WORD = Pattern.compile("\\b(?:UNIT|PART|WINDOW)\\b");
    private static final Pattern FUNCTION = Pattern.compile("\\b([A-Z_]{2,}[0-9]*)\\(");
    /** What the owner grants over rows, and what needs no grant. */
    private static final Set<String> OF_ROWS = Set.of("DATE_TRUNC", "EXTRACT", "UPPER", "LOWER", "COALESCE", "ROUND");

    private final Random random;
    private Place place = Place.NOTHING;
    /** Whether windows may stand here. */
    private boolean windows;

    TypedGrammar(Random random) {
        this.random = random;
    }

    private enum Type {
        INTEGER(
                'I',
                "n",
                "i",
                "0",
                "1",
                "-1",
                "7",
                "2147483648",
                "9223372036854775807",
                "NULL",
                "CAST(NULL AS BIGINT)",
                "?"),
        DECIMAL(
                'M',
                "s",
                "1.5",
                "-0.001",
                ".5",
                "2.50",
                "12345678901234567890.123456789012345678",
                "CAST('x' AS DECIMAL(38, 10))",
                "CAST(? AS DECIMAL(12, 2))"),
        DOUBLE('F', "f", "e", "1e10", "2.5e0", "-1e300", "1E-320", "CAST('NaN' AS DOUBLE)", "CAST(1 AS REAL)"),
        TEXT(
                'S',
                "a",
                "''",
                "'%_\\'",
                "'é😀'",
                "'2026-02-30'",
                "U&'\\0061'",
                "'12.5'",
                "CAST(NULL AS VARCHAR)",
                "'it''s'",
                "' x '",
                "CAST('abc' AS CHAR(2))",
                "CAST(? AS VARCHAR)"),
        DATE(
                'D',
                "d",
                "DATE '2024-02-29'",
                "DATE '0001-01-01'",
                "DATE '9999-12-31'",
                "CURRENT_DATE",
                "CAST(? AS DATE)"),
        TIMESTAMP(
                'P',
                "ts",
                "TIMESTAMP '2026-07-01 10:00:00.123456'",
                "NOW()",
                "TIMESTAMP '9999-12-31 23:59:59'",
                "LOCALTIMESTAMP"),
        TIME('T', "t", "TIME '23:59:59'", "TIME '00:00:00.5'", "CURRENT_TIME"),
        BOOLEAN('B', "b", "TRUE", "FALSE", "CAST(NULL AS BOOLEAN)", "1 = 1"),
        INTERVAL(
                'V',
                "INTERVAL '3 days'",
                "INTERVAL '1' MONTH",
                "INTERVAL '-2 hours'",
                "INTERVAL '1' YEAR",
                "INTERVAL '1 day 2 hours'",
                "INTERVAL '1.5' SECOND",
                "INTERVAL '99999999 years'");

        private final char letter;
        private final ImmutableList<String> leaves;

        Type(char letter, String... leaves) {
            this.letter = letter;
            this.leaves = ImmutableList.copyOf(leaves);
        }

        static Type of(char letter) {
            for (Type type : values()) {
                if (type.letter == letter) {
                    return type;
                }
            }
            throw new IllegalArgumentException("a letter of no type: " + letter);
        }
    }

    private static Map<Type, List<String>> forms() {
        try (InputStream file = TypedGrammar.class.getResourceAsStream("/oracle/typed-forms.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.groupingBy(
                            line -> Type.of(line.charAt(0)),
                            () -> new EnumMap<>(Type.class),
                            Collectors.flatMapping(
                                    line -> List.of(line.substring(3).split("; ")).stream(), Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String statement() {
        place = Place.RELEASED;
        windows = true;
        return switch (random.nextInt(8)) {
            case 0, 1 -> RELEASED + " SELECT " + items(1 + random.nextInt(4)) + " FROM q" + where() + tail();
            case 2 -> union();
            case 3 -> grouped();
            case 4 -> overRows();
            case 5 -> constants();
            case 6 -> values();
            default -> joined();
        };
    }

    /** A value for each of a statement's parameters. */
    List<Object> given(List<ColumnType> types) {
        return types.stream().map(this::given).toList();
    }

    private Object given(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT, SMALLINT -> one(List.of(0L, -1L, 100L));
            case INTEGER -> one(List.of(0L, -1L, 2147483647L));
            case BIGINT -> one(List.of(0L, 7L, Long.MIN_VALUE));
            case REAL, DOUBLE -> one(List.of(0.0, -2.5, 1e30));
            case DECIMAL -> one(List.of(BigDecimal.ZERO, new BigDecimal("-7")));
            case VARCHAR -> one(List.of("", "%", "é"));
            case VARBINARY -> new byte[] {0, 1};
            case DATE -> one(List.of(LocalDate.of(1, 1, 1), LocalDate.of(2024, 2, 29)));
            case TIME -> LocalTime.of(23, 59, 59);
            case TIMESTAMP -> LocalDateTime.of(9999, 12, 31, 23, 59);
            case ARRAY, ROW -> throw new IllegalArgumentException("parameters have no parts");
        };
    }

    private String union() {
        List<List<Type>> alike = List.of(
                List.of(Type.INTEGER, Type.DECIMAL, Type.DOUBLE),
                List.of(Type.TEXT),
                List.of(Type.DATE),
                List.of(Type.TIMESTAMP),
                List.of(Type.BOOLEAN),
                List.of(Type.TIME));
        List<List<Type>> columns = List.of(one(alike), alike.get(0));
        int branches = 2 + random.nextInt(2);
        String word = pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ", " EXCEPT ALL ");
        return RELEASED + " "
                + IntStream.range(0, branches)
                        .mapToObj(i -> "SELECT "
                                + columns.stream().map(c -> of(one(c), 2)).collect(Collectors.joining(", "))
                                + " FROM q")
                        .collect(Collectors.joining(word))
                + pick("", " ORDER BY 1, 2", " LIMIT 5");
    }

    private String constants() {
        place = Place.NOTHING;
        return "SELECT " + items(3);
    }

    private String values() {
        place = Place.NOTHING;
        windows = false;
        List<Type> columns = List.of(shown(), shown());
        String rows = IntStream.range(0, 3)
                .mapToObj(i -> columns.stream()
                        .map(type -> random.nextInt(6) == 0 ? "NULL" : of(type, 1))
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        return pick(
                "VALUES " + rows,
                "SELECT * FROM (VALUES " + rows + ") AS v(x, y) ORDER BY x",
                "SELECT x, COUNT(*), MAX(y) FROM (VALUES " + rows + ") AS v(x, y) GROUP BY x HAVING MIN(y) IS NOT NULL",
                "SELECT v.x FROM (VALUES " + rows + ") AS v(x, y) JOIN (VALUES " + rows + ") AS w(x, y) USING (x)");
    }

    private String joined() {
        Type key = random.nextBoolean() ? Type.TEXT : shown();
        return RELEASED + " SELECT x.k, y.k FROM (SELECT " + of(key, 2) + " AS k FROM q) x"
                + pick(" JOIN ", " LEFT JOIN ", " FULL JOIN ") + "(SELECT " + of(key, 2) + " AS k FROM q) y ON x.k "
                + pick("=", "<", "IS NOT DISTINCT FROM") + " y.k";
    }

    private String items(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> of(shown(), 3) + (random.nextBoolean() ? " AS c" + i : ""))
                .collect(Collectors.joining(", "));
    }

    private String where() {
        return random.nextBoolean() ? " WHERE " + withoutWindows(Type.BOOLEAN, 3) : "";
    }

    private String withoutWindows(Type type, int depth) {
        boolean before = windows;
        windows = false;
        String text = of(type, depth);
        windows = before;
        return text;
    }

    private String tail() {
        return (random.nextBoolean() ? " ORDER BY " + of(shown(), 1) + pick("", " DESC", " NULLS FIRST") : "")
                + pick("", "", " LIMIT 3", " OFFSET 1", " LIMIT 0");
    }

    private String grouped() {
        windows = false;
        String key = of(shown(), 2);
        return RELEASED + " SELECT " + key + " AS k, " + filled(one(AGGREGATES), 2)
                + " AS v FROM q" + where() + " GROUP BY " + pick("1", key)
                + pick("", " HAVING COUNT(*) > 1", " HAVING MAX(n) IS NOT NULL") + pick("", " ORDER BY 2 DESC, 1");
    }

    /** Rows of members: their columns, the functions that are granted, the aggregate functions that are. */
    private String overRows() {
        place = Place.ROWS;
        windows = false;
        return "SELECT " + of(random.nextBoolean() ? Type.TEXT : Type.DATE, 2) + " AS k, "
                + pick("COUNT(*)", "SUM(spend_amount)", "COUNT(DISTINCT hashed_email)")
                + " FROM advertiser_campaign_events WHERE " + of(Type.BOOLEAN, 2) + " GROUP BY 1";
    }

    private String of(Type wanted, int depth) {
        Type type = random.nextInt(40) == 0 ? one(List.of(Type.values())) : wanted;
        if (depth <= 0 || random.nextInt(4) == 0) {
            return leaf(one(type.leaves));
        }
        if (random.nextInt(5) == 0) {
            return around(type, depth - 1);
        }
        List<String> texts = Objects.requireNonNull(FORMS.get(type));
        for (int i = 0; i < 20; i++) {
            String form = one(texts);
            if (mayStand(form)) {
                return filled(form, depth - 1);
            }
        }
        return leaf(type.leaves.get(0));
    }

    private String leaf(String text) {
        if (!text.matches("[a-z]+")) {
            return text;
        }
        return switch (place) {
            case RELEASED -> text;
            case ROWS -> COLUMNS_OF_ROWS.getOrDefault(text, CONSTANTS.getOrDefault(text, "7"));
            case NOTHING -> CONSTANTS.getOrDefault(text, "7");
        };
    }

    private boolean mayStand(String form) {
        if ((form.contains(" OVER ") && !windows) || (form.contains("(SELECT") && place != Place.RELEASED)) {
            return false;
        }
        return place != Place.ROWS
                || random.nextInt(6) == 0
                || FUNCTION.matcher(form).results().allMatch(found -> OF_ROWS.contains(found.group(1)));
    }

    /** What has the type of its operands. */
    private String around(Type type, int depth) {
        String first = of(type, depth);
        String second = of(type, depth);
        String condition = of(Type.BOOLEAN, depth);
        return switch (random.nextInt(9)) {
            case 0 -> "CASE WHEN " + condition + " THEN " + first + " ELSE " + second + " END";
            case 1 -> "CASE " + first + " WHEN " + second + " THEN " + of(type, 0) + " END";
            case 2 -> "CASE WHEN " + condition + " THEN NULL WHEN " + of(Type.BOOLEAN, 0) + " THEN " + first + " END";
            case 3 -> "COALESCE(" + first + ", NULL, " + second + ")";
            case 4 -> "NULLIF(" + first + ", " + second + ")";
            case 5 -> "IF(" + condition + ", " + first + ", " + second + ")";
            case 6 -> "DECODE(" + of(Type.TEXT, 0) + ", 'a', " + first + ", NULL, " + second + ")";
            case 7 -> "NVL(" + first + ", " + second + ")";
            default -> "(" + first + ")";
        };
    }

    private String filled(String form, int depth) {
        Type any = shown();
        boolean before = windows;
        // Windows do not stand within windows.
        windows &= !form.contains(" OVER ");
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        String spelt = WORD.matcher(form).replaceAll(found -> Matcher.quoteReplacement(word(found.group())));
        for (int i = 0; i < spelt.length(); i++) {
            char c = spelt.charAt(i);
            quoted ^= c == '\'';
            boolean alone = !quoted && !isWord(spelt, i - 1) && !isWord(spelt, i + 1);
            if (alone && c == 'A') {
                text.append(of(any, depth));
            } else if (alone && c == 'X') {
                text.append(of(shown(), depth));
            } else if (alone && c == 'N') {
                text.append(of(one(List.of(Type.INTEGER, Type.DECIMAL, Type.DOUBLE)), depth));
            } else if (alone && "IMFSDPTBV".indexOf(c) >= 0) {
                text.append(of(Type.of(c), depth));
            } else {
                text.append(c);
            }
        }
        windows = before;
        return text.toString();
    }

    private String word(String name) {
        return switch (name) {
            case "UNIT" -> one(UNITS);
            case "PART" -> one(PARTS);
            default ->
                "(" + pick("", "PARTITION BY A ")
                        + pick("", "ORDER BY A" + pick("", " DESC", " NULLS FIRST") + one(FRAMES)) + ")";
        };
    }

    private static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
    }

    /** A type that a column may have. */
    private Type shown() {
        return Type.values()[random.nextInt(Type.values().length - 1)];
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }
}
