package io.cleanroom.server.engine.duckdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The names of a CSV file's columns, as its first record spells them, or {@code column0}, ... without a header. */
final class CsvHeader {
    private static final int LONGEST = 1 << 20;
    private static final int LONGEST_NAME = 127;

    private CsvHeader() {}

    static List<String> read(Path path, SourceOptions options) {
        List<String> first;
        try (InputStream bytes = Files.newInputStream(path);
                InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader text = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            first = record(text, options);
        } catch (IOException e) {
            throw Faults.in(path, "is not readable", e);
        }
        if (first.isEmpty()) {
            throw Faults.in(path, "is empty");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            names.add(options.header() ? name(path, i + 1, first.get(i)) : "column" + i);
        }
        Describer.noDuplicates(path, names);
        return names;
    }

    /** Of a column that counts from 1. The message repeats nothing: without a header line this is a row. */
    private static String name(Path path, int column, String name) {
        if (name.isBlank()) {
            throw Faults.in(path, "column " + column + " has no name in the first line");
        } else if (name.indexOf('\uFFFD') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw Faults.in(
                    path,
                    "the name of column " + column + " in the first line has a control character, or is not in UTF-8");
        } else if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
            throw Faults.in(
                    path,
                    "the name of column " + column + " in the first line has more than " + LONGEST_NAME
                            + " characters");
        }
        return name;
    }

    /** No values for an empty file. */
    private static List<String> record(BufferedReader text, SourceOptions options) throws IOException {
        char delimiter = options.delimiter().charAt(0);
        char quote = options.quote().charAt(0);
        char escape = options.escape().charAt(0);
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        int read = 0;
        int c = text.read();
        if (c == '\uFEFF') {
            c = text.read();
        }
        if (c < 0) {
            return List.of();
        }
        while (c >= 0 && read++ < LONGEST) {
            int next = text.read();
            if (quoted && c == escape && next >= 0 && (next == quote || next == escape)) {
                value.append((char) next);
                next = text.read();
            } else if (c == quote) {
                quoted = !quoted;
            } else if (!quoted && c == delimiter) {
                values.add(value.toString());
                value.setLength(0);
            } else if (!quoted && (c == '\n' || c == '\r')) {
                break;
            } else {
                value.append((char) c);
            }
            c = next;
        }
        values.add(value.toString());
        return values;
    }
}
