package io.cleanroom.examples.retailmedia;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints a result as people read it in a terminal: long values are cut, except in the last column. */
final class TextTable {
    private static final int WIDEST = 60;

    /** Prints up to {@code most} rows and says how many there are; returns that number. */
    static int print(ResultSet rows, int most, PrintStream out) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        int width = columns.getColumnCount();
        List<String[]> lines = new ArrayList<>();
        String[] header = new String[width];
        for (int i = 0; i < width; i++) {
            header[i] = columns.getColumnLabel(i + 1);
        }
        lines.add(header);
        int count = 0;
        while (rows.next()) {
            if (count++ < most) {
                String[] line = new String[width];
                for (int i = 0; i < width; i++) {
                    line[i] = String.valueOf(rows.getString(i + 1));
                }
                lines.add(line);
            }
        }
        print(lines, out);
        out.println(count <= most ? "(" + count + " rows)" : "(" + count + " rows, the first " + most + " shown)");
        return count;
    }

    private static void print(List<String[]> lines, PrintStream out) {
        int last = lines.get(0).length - 1;
        int[] widths = new int[last];
        for (String[] line : lines) {
            for (int i = 0; i < last; i++) {
                line[i] = shorten(line[i]);
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        int indent = Arrays.stream(widths).map(width -> width + 2).sum() + 2;
        for (String[] line : lines) {
            for (int i = 0; i < last; i++) {
                out.print("  " + line[i] + " ".repeat(widths[i] - line[i].length()));
            }
            out.println("  " + line[last].strip().replace("\n", "\n" + " ".repeat(indent)));
        }
    }

    private static String shorten(String value) {
        String line = value.replaceAll("\\s+", " ").strip();
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 3) + "...";
    }

    private TextTable() {}
}
