package io.cleanroom.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements whose expressions fit together by their types, so that most are approved and reach the engine: released
 * results of every type, under every function, operator, window and set operation. One expression in twenty has a type
 * that was not asked for.
 */
final class TypedGrammar {
    private static final String RELEASED =
            "WITH r AS (SELECT ad_format AS a, impression_date AS d, COUNT(*) AS n, SUM(spend_amount) AS s"
                    + " FROM advertiser_campaign_events GROUP BY 1, 2), q AS (SELECT a, d, n, s, n / 3 AS f,"
                    + " CAST(n AS SMALLINT) AS i, CAST(s AS REAL) AS e, n > 2 AS b, CAST(d AS TIMESTAMP) AS ts,"
                    + " CAST('10:20:30' AS TIME) AS t FROM r)";

    private enum Type {
        INTEGER,
        DECIMAL,
        DOUBLE,
        TEXT,
        DATE,
        TIMESTAMP,
        TIME,
        BOOLEAN,
        INTERVAL
    }

    /** A result is of the type before the brackets, operands of those within; {@code N} is any number, {@code A} one type for all that are written so. */
    private record Form(Type result, String text) {}

    private static final Map<Type, List<String>> LEAVES = Map.of(
            Type.INTEGER,
                    List.of(
                            "n",
                            "i",
                            "0",
                            "1",
                            "-1",
                            "2147483648",
                            "9223372036854775807",
                            "NULL",
                            "CAST(NULL AS BIGINT)"),
            Type.DECIMAL,
                    List.of(
                            "s",
                            "1.5",
                            "-0.001",
                            ".5",
                            "12345678901234567890.123456789012345678",
                            "CAST('x' AS DECIMAL(38, 10))"),
            Type.DOUBLE, List.of("f", "e", "1e10", "-1e300", "1E-320", "CAST('NaN' AS DOUBLE)", "CAST(1 AS REAL)"),
            Type.TEXT,
                    List.of(
                            "a",
                            "''",
                            "'%_\\'",
                            "'é😀'",
                            "'2026-02-30'",
                            "U&'\\0061'",
                            "'12.5'",
                            "CAST(NULL AS VARCHAR)",
                            "'it''s'",
                            "' x '"),
            Type.DATE, List.of("d", "DATE '2024-02-29'", "DATE '0001-01-01'", "DATE '9999-12-31'", "CURRENT_DATE"),
            Type.TIMESTAMP,
                    List.of("ts", "TIMESTAMP '2026-07-01 10:00:00.123456'", "NOW()", "TIMESTAMP '9999-12-31 23:59:59'"),
            Type.TIME, List.of("t", "TIME '23:59:59'", "TIME '00:00:00.5'"),
            Type.BOOLEAN, List.of("b", "TRUE", "FALSE", "CAST(NULL AS BOOLEAN)", "1 = 1"),
            Type.INTERVAL,
                    List.of(
                            "INTERVAL '3 days'",
                            "INTERVAL '1' MONTH",
                            "INTERVAL '-2 hours'",
                            "INTERVAL '1' YEAR",
                            "INTERVAL '1 day 2 hours'",
                            "INTERVAL '999999999 years'"));

    private static final List<Form> FORMS = List.of(
            form(
                    "I",
                    "(I + I); (I - I); (I * I); (I % I); - I; + I; ABS(I); MOD(I, I); SIGN(I); CHAR_LENGTH(S); POSITION(S IN S); STRPOS(S, S)"),
            form(
                    "I",
                    "EXTRACT(YEAR FROM D); EXTRACT(EPOCH FROM P); EXTRACT(HOUR FROM T); DATE_PART('week', P); DATEDIFF('month', D, P); TIMESTAMPDIFF(DAY, P, D)"),
            form(
                    "I",
                    "(D - D); CAST(N AS BIGINT); CAST(S AS INTEGER); CAST(B AS INTEGER); ASCII(S); QUARTER(D); WIDTH_BUCKET(N, N, N, I); DAYOFWEEK(P)"),
            form(
                    "I",
                    "COUNT(*) OVER (PARTITION BY S); ROW_NUMBER() OVER (ORDER BY N); RANK() OVER (PARTITION BY B ORDER BY D DESC NULLS FIRST); NTILE(4) OVER (ORDER BY S)"),
            form(
                    "I",
                    "(SELECT COUNT(*) FROM r); (SELECT MAX(x.n) FROM q AS x WHERE x.a = q.a); DENSE_RANK() OVER (ORDER BY S, D)"),
            form(
                    "M",
                    "(M + I); (M - M); (M * M); ROUND(M, 2); ROUND(M, I); TRUNC(M, 1); CEIL(M); FLOOR(M); CAST(N AS DECIMAL(12, 2)); N::numeric; CAST(S AS DECIMAL(38, 38)); TO_NUMBER(S, '999.99')"),
            form(
                    "M",
                    "SUM(M) OVER (ORDER BY D ROWS BETWEEN 2 PRECEDING AND CURRENT ROW); SUM(I) OVER (PARTITION BY S ORDER BY N RANGE UNBOUNDED PRECEDING); GREATEST(M, I); LEAST(M, M, 3)"),
            form(
                    "F",
                    "(N / N); POWER(N, N); SQRT(N); EXP(N); LN(N); LOG10(N); LOG(N); LOG(N, N); (F + N); (F * N); - F; ABS(F); ROUND(F, 3); CAST(S AS DOUBLE); N::real; AVG(N) OVER (); STDDEV(N) OVER (ORDER BY D)"),
            form(
                    "S",
                    "UPPER(S); LOWER(S); INITCAP(S); REVERSE(S); (S || S); CONCAT(S, S, S); CONCAT_WS('-', S, S); SUBSTRING(S FROM I FOR I); LEFT(S, I); RIGHT(S, I); TRIM(S); LTRIM(S, 'ab'); TRIM(BOTH 'x' FROM S); BTRIM(S, S)"),
            form(
                    "S",
                    "LPAD(S, I, '*'); RPAD(S, 5); REPEAT(S, I); REPLACE(S, S, 'x'); TRANSLATE(S, 'ab', 'xy'); SPLIT_PART(S, ',', I); CHR(I); TO_CHAR(P, 'YYYY-MM-DD HH24:MI'); TO_CHAR(D, 'FMMonth'); MONTHNAME(D); DAYNAME(P)"),
            form(
                    "S",
                    "CAST(N AS VARCHAR); CAST(D AS VARCHAR(4)); P::text; CAST(T AS VARCHAR); CAST(B AS VARCHAR); LAG(S) OVER (ORDER BY N); FIRST_VALUE(S) OVER (PARTITION BY B ORDER BY D); MIN(S) OVER ()"),
            form(
                    "D",
                    "(D + V); (D - V); (D + I); (D - I); LAST_DAY(D); MAKE_DATE(I, I, I); TO_DATE(S, 'YYYY-MM-DD'); CAST(S AS DATE); P::date; DATEADD(month, I, D); ADD_MONTHS(D, I); GREATEST(D, D); CAST(DATE_TRUNC('month', D) AS DATE)"),
            form(
                    "P",
                    "(P + V); (P - V); DATE_TRUNC('week', P); DATE_TRUNC('hour', D); CAST(S AS TIMESTAMP); CAST(D AS TIMESTAMP); TO_TIMESTAMP(S, 'YYYY'); TO_TIMESTAMP(N); DATEADD('hour', I, P); LEAD(P, 1) OVER (ORDER BY N); MAX(P) OVER ()"),
            form("T", "CAST(S AS TIME); CAST(P AS TIME); (T + V); MIN(T) OVER ()"),
            form("V", "(V + V); (V * I); - V"),
            form(
                    "B",
                    "(B AND B); (B OR B); (NOT B); (A = A); (A <> A); (A < A); (A >= A); (A IS DISTINCT FROM A); (A IS NULL); (A IS NOT NULL); (B IS TRUE); (B IS NOT FALSE); (B IS UNKNOWN)"),
            form(
                    "B",
                    "(S LIKE S); (S NOT ILIKE S); (S LIKE '%!%' ESCAPE '!'); (A BETWEEN A AND A); (A NOT BETWEEN SYMMETRIC A AND A); (A IN (A, A, A)); (A NOT IN (A)); ((A, I) = (A, I)); ((S, I) IN ((S, I), (S, I))); STARTS_WITH(S, S)"),
            form(
                    "B",
                    "EXISTS (SELECT 1 FROM r WHERE r.n > 3); (S IN (SELECT r.a FROM r)); (I > (SELECT AVG(r.n) FROM r)); (N > ALL (SELECT n FROM r)); (I = ANY (SELECT n FROM r)); (P OVERLAPS P); CAST(S AS BOOLEAN)"));

    private final Random random;

    TypedGrammar(Random random) {
        this.random = random;
    }

    private static Form form(String result, String texts) {
        return new Form(type(result.charAt(0)), texts);
    }

    private static Type type(char letter) {
        return switch (letter) {
            case 'I' -> Type.INTEGER;
            case 'M' -> Type.DECIMAL;
            case 'F' -> Type.DOUBLE;
            case 'S' -> Type.TEXT;
            case 'D' -> Type.DATE;
            case 'P' -> Type.TIMESTAMP;
            case 'T' -> Type.TIME;
            case 'B' -> Type.BOOLEAN;
            case 'V' -> Type.INTERVAL;
            default -> throw new IllegalArgumentException(String.valueOf(letter));
        };
    }

    String statement() {
        return switch (random.nextInt(6)) {
            case 0 -> RELEASED + " SELECT " + items(1 + random.nextInt(4)) + " FROM q" + where() + tail();
            case 1 -> RELEASED + " " + branch() + pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ") + branch();
            case 2 -> grouped();
            case 3 -> overRows();
            case 4 ->
                "SELECT "
                        + IntStream.range(0, 3)
                                .mapToObj(i -> literal(anyType(), 3))
                                .collect(Collectors.joining(", "));
            default ->
                RELEASED + " SELECT x.k, y.k FROM (SELECT " + of(Type.TEXT, 2) + " AS k FROM q) x"
                        + pick(" JOIN ", " LEFT JOIN ", " FULL JOIN ") + "(SELECT " + of(Type.TEXT, 2)
                        + " AS k FROM q) y ON x.k " + pick("=", "<", "IS NOT DISTINCT FROM") + " y.k";
        };
    }

    private String items(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> of(anyType(), 3) + (random.nextBoolean() ? " AS c" + i : ""))
                .collect(Collectors.joining(", "));
    }

    private String branch() {
        return "SELECT " + of(Type.TEXT, 2) + ", " + of(random.nextInt(8) == 0 ? anyType() : Type.DECIMAL, 2)
                + " FROM q";
    }

    private String where() {
        return random.nextBoolean() ? " WHERE " + of(Type.BOOLEAN, 3) : "";
    }

    private String tail() {
        return (random.nextBoolean() ? " ORDER BY " + of(anyType(), 1) + pick("", " DESC", " NULLS FIRST") : "")
                + pick("", "", " LIMIT 3", " OFFSET 1", " LIMIT 0");
    }

    private String grouped() {
        String key = of(anyType(), 2);
        String aggregate = pick(
                "MIN(A)",
                "MAX(A)",
                "COUNT(DISTINCT A)",
                "SUM(N)",
                "AVG(N)",
                "STDDEV(N)",
                "VAR_POP(N)",
                "MEDIAN(N)",
                "PERCENTILE(N, 0.25)",
                "SUM(I) FILTER (WHERE B)",
                "COUNT(*)",
                "APPROX_COUNT_DISTINCT(S)");
        return RELEASED + " SELECT " + key + " AS k, " + filled(aggregate, 2)
                + " AS v FROM q" + where() + " GROUP BY " + pick("1", key)
                + pick("", " HAVING COUNT(*) > 1", " HAVING MAX(n) IS NOT NULL") + pick("", " ORDER BY 2 DESC, 1");
    }

    /** Rows of members: their columns, the functions that are granted, the aggregate functions that are. */
    private String overRows() {
        String key = rows(pick("S", "D"));
        return "SELECT " + key + " AS k, " + pick("COUNT(*)", "SUM(spend_amount)", "COUNT(DISTINCT hashed_email)")
                + " FROM advertiser_campaign_events WHERE " + rows("B") + " GROUP BY 1";
    }

    private String rows(String type) {
        return of(type(type.charAt(0)), 2)
                .replaceAll("\\b(a)\\b", "ad_format")
                .replaceAll("\\b(d|ts)\\b", "impression_date")
                .replaceAll("\\b(n|i|s|f|e)\\b", "7")
                .replaceAll("\\bb\\b", "(ad_format = 'video')")
                .replaceAll("\\bt\\b", "TIME '10:00:00'");
    }

    private String literal(Type type, int depth) {
        return of(type, depth)
                .replaceAll("\\ba\\b", "'a'")
                .replaceAll("\\bd\\b", "DATE '2026-01-31'")
                .replaceAll("\\bts\\b", "TIMESTAMP '2026-01-31 10:00:00'")
                .replaceAll("\\b(n|i|s|f|e)\\b", "7")
                .replaceAll("\\bb\\b", "TRUE")
                .replaceAll("\\bt\\b", "TIME '10:00:00'");
    }

    private String of(Type wanted, int depth) {
        Type type = random.nextInt(20) == 0 ? anyType() : wanted;
        if (depth <= 0 || random.nextInt(4) == 0) {
            List<String> leaves = LEAVES.getOrDefault(type, List.of("NULL"));
            return leaves.get(random.nextInt(leaves.size()));
        }
        if (random.nextInt(5) == 0) {
            return around(type, depth - 1);
        }
        List<String> texts = new ArrayList<>();
        FORMS.stream()
                .filter(f -> f.result() == type)
                .forEach(f -> texts.addAll(List.of(f.text().split("; "))));
        return filled(texts.get(random.nextInt(texts.size())), depth - 1);
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

    /** Letters that stand alone are operands: their types, A for one type that all have, N for a number. */
    private String filled(String form, int depth) {
        Type any = anyType();
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < form.length(); i++) {
            char c = form.charAt(i);
            quoted ^= c == '\'';
            boolean alone = !quoted && !isWord(form, i - 1) && !isWord(form, i + 1);
            if (alone && c == 'A') {
                text.append(of(any, depth));
            } else if (alone && c == 'N') {
                text.append(of(oneOf(Type.INTEGER, Type.DECIMAL, Type.DOUBLE), depth));
            } else if (alone && "IMFSDPTBV".indexOf(c) >= 0) {
                text.append(of(type(c), depth));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
    }

    private Type anyType() {
        return Type.values()[random.nextInt(Type.values().length)];
    }

    private Type oneOf(Type... types) {
        return types[random.nextInt(types.length)];
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }
}
