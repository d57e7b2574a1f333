package io.cleanroom.jdbc;

/**
 * Steps over what only looks like SQL: texts, quoted names and comments. It knows no more of SQL than that, and whatever
 * has no end reaches to the end of the text, where the server will say what is wrong.
 */
final class SqlScanner {
    private SqlScanner() {}

    /** The position behind the text, quoted name or comment that starts at {@code at}; {@code at} itself if none does. */
    static int skip(String sql, int at) {
        char c = sql.charAt(at);
        char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
        if (c == '\'' || c == '"') {
            return behindQuoted(sql, at, c);
        } else if ((c == '-' && next == '-') || (c == '/' && next == '/')) {
            return behindLine(sql, at);
        } else if (c == '/' && next == '*') {
            int end = sql.indexOf("*/", at + 2);
            return end < 0 ? sql.length() : end + 2;
        }
        return at;
    }

    private static int behindQuoted(String sql, int at, char quote) {
        int i = at + 1;
        while (i < sql.length()) {
            if (sql.charAt(i) != quote) {
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return sql.length();
    }

    private static int behindLine(String sql, int at) {
        int i = at;
        while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    /** The position of the bracket that closes the one at {@code open}; -1 if none does. */
    static int closing(String sql, int open, char opens, char closes) {
        int depth = 0;
        int i = open;
        while (i < sql.length()) {
            int behind = skip(sql, i);
            if (behind > i) {
                i = behind;
                continue;
            }
            char c = sql.charAt(i);
            if (c == opens) {
                depth++;
            } else if (c == closes && --depth == 0) {
                return i;
            }
            i++;
        }
        return -1;
    }

    /** The first position at or behind {@code from} that is neither blank nor comment. */
    static int skipBlank(String sql, int from) {
        int i = from;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            int behind = c == '\'' || c == '"' ? i : skip(sql, i);
            if (behind > i) {
                i = behind;
            } else if (Character.isWhitespace(c)) {
                i++;
            } else {
                break;
            }
        }
        return i;
    }

    /** The position behind the plain word that starts at {@code from}; {@code from} itself if none does. */
    static int behindWord(String sql, int from) {
        int i = from;
        while (i < sql.length() && Character.isJavaIdentifierPart(sql.charAt(i))) {
            i++;
        }
        return i;
    }
}
