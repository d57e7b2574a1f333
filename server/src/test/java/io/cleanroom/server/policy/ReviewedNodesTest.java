package io.cleanroom.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.junit.jupiter.api.Test;

/**
 * Every class of plan and expression node that Calcite has, and every kind of call, stands in {@code policy/nodes.txt} as
 * reviewed or refused. A new Calcite brings new ones: then somebody has to look at them before this passes.
 */
final class ReviewedNodesTest {
    @Test
    void everyClassOfNodeIsListed() throws IOException, URISyntaxException {
        Set<String> found = new TreeSet<>();
        Path jar = Path.of(RelNode.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile calcite = new JarFile(jar.toFile())) {
            calcite.stream()
                    .map(entry -> entry.getName())
                    .filter(name ->
                            name.matches("org/apache/calcite/(rel|rex|interpreter|adapter|schema|plan)/.*\\.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(ReviewedNodesTest::isNode)
                    .forEach(found::add);
        }
        assertTrue(found.size() > 100, "the scan finds classes: " + found.size());
        Set<String> listed = new TreeSet<>(list().keySet());
        listed.removeIf(name -> !name.contains("."));
        assertEquals(String.join("\n", listed), String.join("\n", found));
    }

    @Test
    void everyKindOfCallIsListed() {
        Set<String> listed = new TreeSet<>(list().keySet());
        listed.removeIf(name -> name.contains("."));
        assertEquals(
                String.join("\n", listed),
                Arrays.stream(SqlKind.values()).map(Enum::name).sorted().collect(Collectors.joining("\n")));
    }

    private static boolean isNode(String name) {
        try {
            Class<?> type = Class.forName(name, false, RelNode.class.getClassLoader());
            return RelNode.class.isAssignableFrom(type) || RexNode.class.isAssignableFrom(type);
        } catch (ClassNotFoundException | LinkageError e) {
            // An adapter to something that is not on the class path; its nodes cannot exist.
            return false;
        }
    }

    /** What stands in the list, and what it says. */
    static SortedMap<String, String> list() {
        try (InputStream in =
                Objects.requireNonNull(ReviewedNodesTest.class.getResourceAsStream("/policy/nodes.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(
                            parts -> parts[1],
                            parts -> parts[0],
                            (a, b) -> {
                                throw new IllegalStateException("listed twice");
                            },
                            TreeMap::new));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What is reviewed is what the analysis names; all else is refused by its default branch. */
    @Test
    void theListSaysWhatTheAnalysisDoes() {
        Set<String> reviewed = list().entrySet().stream()
                .filter(e -> e.getValue().equals("reviewed") && e.getKey().contains(".logical."))
                .map(Map.Entry::getKey)
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(Set.of(
                        "LogicalAggregate",
                        "LogicalFilter",
                        "LogicalIntersect",
                        "LogicalJoin",
                        "LogicalMinus",
                        "LogicalProject",
                        "LogicalSort",
                        "LogicalTableScan",
                        "LogicalUnion",
                        "LogicalValues")),
                reviewed);
    }
}
