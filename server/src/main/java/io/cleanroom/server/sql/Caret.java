package io.cleanroom.server.sql;

import org.apache.calcite.sql.parser.SqlParserPos;

/** Points into a statement's text; lines and columns count from 1. */
public final class Caret {
    private Caret() {}

    /** {@code (line L, column C)} and, on lines of their own, the line and a caret below the place. */
    public static String at(String sql, SqlParserPos pos) {
        return where(pos) + "\n" + lines(sql, pos);
    }

    /** {@code  (line L, column C)}. */
    public static String where(SqlParserPos pos) {
        return " (line " + pos.getLineNum() + ", column " + pos.getColumnNum() + ")";
    }

    /** The line of the statement, and a caret below the place; long lines are cut around it. */
    public static String lines(String sql, SqlParserPos pos) {
        String[] lines = sql.split("\n", -1);
        if (pos.getLineNum() < 1 || pos.getLineNum() > lines.length) {
            return "";
        }
        String line = lines[pos.getLineNum() - 1].stripTrailing().replace('\t', ' ');
        int column = Math.max(0, Math.min(pos.getColumnNum() - 1, line.length()));
        int from = wordStart(line, Math.max(0, column - 60), column);
        int to = Math.min(line.length(), from + 120);
        return "  " + line.substring(from, to) + "\n  " + " ".repeat(column - from) + "^";
    }

    /** The first start of a word from a place on; the place itself if there is none before the end. */
    private static int wordStart(String line, int from, int end) {
        int space = from == 0 ? -1 : line.indexOf(' ', from - 1);
        return space < 0 || space >= end ? from : space + 1;
    }

    /** The text between two positions, both included. */
    static String text(String sql, SqlParserPos pos) {
        return sql.substring(
                offset(sql, pos.getLineNum(), pos.getColumnNum()),
                Math.min(sql.length(), offset(sql, pos.getEndLineNum(), pos.getEndColumnNum()) + 1));
    }

    /** The word at a position, in quotes, or "end of the statement". */
    static String word(String sql, SqlParserPos pos) {
        int start = offset(sql, pos.getLineNum(), pos.getColumnNum());
        int end = Math.min(sql.length(), offset(sql, pos.getEndLineNum(), pos.getEndColumnNum()) + 1);
        String word = start < end ? sql.substring(start, end).strip() : "";
        return word.isEmpty()
                ? "end of the statement"
                : "'" + (word.length() > 40 ? word.substring(0, 40) : word) + "'";
    }

    /** JavaCC counts a tab as reaching to the next multiple of eight. */
    private static int offset(String sql, int line, int column) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            int next = sql.indexOf('\n', at);
            if (next < 0) {
                return sql.length();
            }
            at = next + 1;
        }
        int reached = 1;
        while (reached < column && at < sql.length()) {
            reached += sql.charAt(at) == '\t' ? 8 - (reached - 1) % 8 : 1;
            at++;
        }
        return at;
    }
}
