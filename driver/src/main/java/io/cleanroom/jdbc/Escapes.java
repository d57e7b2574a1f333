package io.cleanroom.jdbc;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes JDBC's escapes as the server's SQL: {@code {d '...'}}, {@code {t '...'}}, {@code {ts '...'}}, {@code {fn ...}},
 * {@code {oj ...}}, {@code {escape ...}}, {@code {limit ...}} and {@code {call ...}}. Texts, quoted names and comments stay
 * as they are, and so do line breaks. An escape that JDBC does not have is refused (42601).
 */
final class Escapes {
    private static final Pattern LIMIT =
            Pattern.compile("(\\S+)(?:\\s+offset\\s+(\\S+))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String sql;

    private Escapes(String sql) {
        this.sql = sql;
    }

    static String translate(String sql) throws SQLException {
        return sql.indexOf('{') < 0 ? sql : new Escapes(sql).range(0, sql.length());
    }

    private String range(int from, int to) throws SQLException {
        StringBuilder out = new StringBuilder();
        int i = from;
        while (i < to) {
            int behind = SqlScanner.skip(sql, i);
            if (behind > i) {
                out.append(sql, i, Math.min(behind, to));
                i = behind;
            } else if (sql.charAt(i) == '{') {
                int end = SqlScanner.closing(sql, i, '{', '}');
                if (end < 0) {
                    throw wrong("has no }", i);
                }
                out.append(escape(i, end));
                i = end + 1;
            } else {
                out.append(sql.charAt(i));
                i++;
            }
        }
        return out.toString();
    }

    private String escape(int open, int end) throws SQLException {
        int start = SqlScanner.skipBlank(sql, open + 1);
        int behind = SqlScanner.behindWord(sql, start);
        String word = sql.substring(start, behind).toLowerCase(Locale.ROOT);
        switch (word) {
            case "d":
                return literal("DATE", behind, end, open);
            case "t":
                return literal("TIME", behind, end, open);
            case "ts":
                return literal("TIMESTAMP", behind, end, open);
            case "fn":
                return EscapedFunctions.translate(range(behind, end).strip());
            case "oj":
                return range(behind, end).strip();
            case "escape":
                return "ESCAPE " + range(behind, end).strip();
            case "limit":
                return limit(range(behind, end).strip(), open);
            case "call":
                return call(range(behind, end).strip(), open);
            case "":
                if (sql.startsWith("?", start)) {
                    throw Errors.unsupported("calls that return a value; a template returns rows, {call name(...)}");
                }
                break;
            default:
                break;
        }
        throw wrong("is none of d, t, ts, fn, oj, escape, limit, call", open);
    }

    private String literal(String type, int from, int end, int open) throws SQLException {
        int quote = SqlScanner.skipBlank(sql, from);
        boolean isText = quote < end && sql.charAt(quote) == '\'';
        if (!isText || SqlScanner.skipBlank(sql, SqlScanner.skip(sql, quote)) != end) {
            throw wrong("takes one text in single quotes", open);
        }
        return type + " " + sql.substring(quote, end).strip();
    }

    private String limit(String content, int open) throws SQLException {
        Matcher parts = LIMIT.matcher(content);
        if (!parts.matches()) {
            throw wrong("is not {limit rows} or {limit rows offset start}", open);
        }
        return "LIMIT " + parts.group(1) + (parts.group(2) == null ? "" : " OFFSET " + parts.group(2));
    }

    private String call(String content, int open) throws SQLException {
        if (content.isEmpty()) {
            throw wrong("names no template", open);
        }
        return "CALL " + content + (content.endsWith(")") ? "" : "()");
    }

    private SQLException wrong(String what, int at) {
        int line = 1 + (int) sql.substring(0, at).chars().filter(c -> c == '\n').count();
        int column = at - sql.lastIndexOf('\n', at);
        return Errors.of("the JDBC escape at line " + line + ", column " + column + " " + what, "42601");
    }
}
