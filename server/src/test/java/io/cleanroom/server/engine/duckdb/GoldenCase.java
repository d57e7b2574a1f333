package io.cleanroom.server.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A block of a golden file: {@code query:}, perhaps {@code parameters:}, then what is expected. {@code -Dgolden.update=true}
 * writes what was found instead; the difference is for review.
 */
final class GoldenCase {
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private final Path file;
    private final int number;
    private final Map<String, List<String>> parts;

    private GoldenCase(Path file, int number, Map<String, List<String>> parts) {
        this.file = file;
        this.number = number;
        this.parts = parts;
    }

    static List<GoldenCase> read(String resource) throws IOException {
        Path file = Path.of("src/test/resources" + resource);
        List<GoldenCase> cases = new ArrayList<>();
        for (String block : Splitter.on("\n\n").split(Files.readString(file))) {
            Map<String, List<String>> parts = new LinkedHashMap<>();
            for (String line : block.lines().filter(l -> !l.isBlank()).toList()) {
                int colon = line.indexOf(": ");
                parts.computeIfAbsent(line.substring(0, colon), unused -> new ArrayList<>())
                        .add(line.substring(colon + 2));
            }
            cases.add(new GoldenCase(file, cases.size(), parts));
        }
        return cases;
    }

    String query() {
        return String.join(" ", parts.getOrDefault("query", List.of()));
    }

    List<String> parameters() {
        return parts.getOrDefault("parameter", List.of());
    }

    void check(String part, List<String> found) {
        if (UPDATE) {
            parts.put(part, found);
            write();
        } else {
            assertEquals(parts.getOrDefault(part, List.of()), found, part + " of " + query());
        }
    }

    private void write() {
        try {
            List<String> blocks = new ArrayList<>(Splitter.on("\n\n").splitToList(Files.readString(file)));
            List<String> lines = new ArrayList<>();
            parts.forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
            blocks.set(number, String.join("\n", lines));
            Files.write(file, (String.join("\n\n", blocks).strip() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return query();
    }
}
