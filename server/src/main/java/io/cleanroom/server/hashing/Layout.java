package io.cleanroom.server.hashing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which columns the output has. A column of hashes stands where its identifiers stood.
 *
 * @param columns in the output's order
 * @param width of the input
 */
record Layout(List<Output> columns, int width) {
    /** A column of the output; {@code source} counts the input's columns from 0. */
    sealed interface Output {
        int source();

        String name();
    }

    record Kept(int source, String name) implements Output {}

    record Hashed(int source, IdentifierColumn column) implements Output {
        @Override
        public String name() {
            return column.output();
        }
    }

    Layout {
        columns = List.copyOf(columns);
    }

    List<Hashed> hashed() {
        return columns.stream()
                .filter(Hashed.class::isInstance)
                .map(Hashed.class::cast)
                .toList();
    }

    List<String> names() {
        return columns.stream().map(Output::name).toList();
    }

    /** Names are told apart without regard to case, as a clean room does. */
    static Layout of(List<String> header, Options options) throws Stop {
        distinct(header, "the input has");
        Map<Integer, IdentifierColumn> identifiers = new HashMap<>();
        for (IdentifierColumn column : options.identifiers()) {
            int source = find(header, column.name());
            if (identifiers.put(source, column.named(header.get(source))) != null) {
                throw Stop.badUse("column " + column.name() + " is named twice");
            }
        }
        Set<Integer> dropped = new HashSet<>();
        for (String name : options.drop()) {
            int source = find(header, name);
            if (identifiers.containsKey(source)) {
                throw Stop.badUse("column " + name + " is to be hashed, and to be dropped");
            }
            dropped.add(source);
        }
        List<Output> columns = new ArrayList<>();
        for (int source = 0; source < header.size(); source++) {
            IdentifierColumn identifier = identifiers.get(source);
            boolean kept = identifier == null ? !dropped.contains(source) : options.keepOriginal();
            if (kept) {
                columns.add(new Kept(source, header.get(source)));
            }
            if (identifier != null) {
                columns.add(new Hashed(source, identifier));
            }
        }
        Layout layout = new Layout(columns, header.size());
        distinct(layout.names(), "the output would have");
        return layout;
    }

    private static void distinct(List<String> names, String where) throws Stop {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw Stop.badUse(
                        where + " two columns " + name + "; rename one, or name a column of hashes with COLUMN=NAME");
            }
        }
    }

    private static int find(List<String> header, String name) throws Stop {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        String only = header.size() == 1 ? header.get(0) : "";
        String hint = only.contains(";") || only.contains("\t") || only.contains("|")
                ? "; if it is not separated by commas, give --delimiter"
                : "";
        throw Stop.badUse("there is no column " + name + "; the header has: " + String.join(", ", header) + hint);
    }
}
