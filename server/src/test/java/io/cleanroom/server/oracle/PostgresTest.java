package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.policy.RetailRoom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements in PostgreSQL's style have the columns and the values that PostgreSQL gives. */
final class PostgresTest {
    @TempDir
    Path directory;

    @Test
    void everyStatementGivesPostgresAnswer() throws IOException, SQLException {
        List<String> wrong = new ArrayList<>();
        int statements = 0;
        try (Server server = new Server(directory)) {
            Server.Stored stored = server.store(Shop.random(new Random(1)));
            for (String expected : text().split("\n\n")) {
                List<String> lines =
                        expected.lines().filter(line -> !line.startsWith("#")).toList();
                if (lines.isEmpty()) {
                    continue;
                }
                String query = lines.get(0).substring("query: ".length());
                Server.Approved approved = Server.decide(RetailRoom.ROOM, query);
                List<String> given = new ArrayList<>(List.of(lines.get(0)));
                given.add("columns: "
                        + approved.bound().columns().stream()
                                .map(PostgresTest::described)
                                .collect(Collectors.joining(", ")));
                server.run(approved, List.of(), stored)
                        .forEach(row -> given.add("row: "
                                + row.stream()
                                        .map(value -> value == null ? "NULL" : String.valueOf(value))
                                        .collect(Collectors.joining(" | "))));
                if (!given.equals(lines)) {
                    wrong.add(String.join("\n", given));
                }
                statements++;
            }
        }
        assertEquals("", String.join("\n\n", wrong), "what was given instead");
        assertTrue(statements > 10, "many statements: " + statements);
    }

    private static String described(OutputColumn column) {
        return column.label() + " " + column.type().sql();
    }

    private static String text() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(PostgresTest.class.getResourceAsStream("/oracle/postgres.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
