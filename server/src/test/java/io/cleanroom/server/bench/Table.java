package io.cleanroom.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for people; numbers to the right. */
final class Table {
    private final List<List<String>> lines = new ArrayList<>();

    Table(String... header) {
        lines.add(List.of(header));
    }

    void add(Object... values) {
        List<String> line = new ArrayList<>();
        for (Object value : values) {
            line.add(value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : value.toString());
        }
        lines.add(line);
    }

    void print() {
        int columns = lines.get(0).size();
        System.out.println();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                int column = i;
                int width = lines.stream()
                        .mapToInt(l -> l.get(column).length())
                        .max()
                        .orElse(1);
                text.append(String.format(Locale.ROOT, i == 0 ? "%-" + width + "s" : "  %" + width + "s", line.get(i)));
            }
            System.out.println(text);
        }
    }
}
