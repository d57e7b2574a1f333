package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.policy.DecisionRows;
import io.cleanroom.server.policy.RetailRoom;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is approved can be run: every approved row of {@code policy/decisions.txt}, over fewer people than any minimum. */
final class ApprovedRowsRunTest {
    @TempDir
    Path directory;

    @Test
    void everyApprovedQueryRunsAndNothingSmallComesOut() throws SQLException {
        int runs = 0;
        try (Server server = new Server(directory)) {
            Server.Stored stored = server.storeMixed(Shop.random(new Random(4)));
            for (DecisionRows.Row row : DecisionRows.all()) {
                String verdict = row.verdict().orElse("");
                if (!verdict.startsWith("approved") || row.room().startsWith("two-keys")) {
                    // There are no files with telephone numbers.
                    continue;
                }
                for (String spelling : row.spellings()) {
                    String sql = DecisionRows.written(spelling);
                    if (sql.contains("?") || sql.contains("system.")) {
                        continue;
                    }
                    List<List<@Nullable Object>> rows =
                            server.run(Server.decide(RetailRoom.variant(row.room()), sql), List.of(), stored);
                    runs++;
                    // A branch of constants says nothing about anybody.
                    if (verdict.contains("MINIMUM")
                            && !verdict.contains("WITHOUT")
                            && !sql.contains("SELECT 'total'")) {
                        // Next to constants, a sub-query without a row is a NULL.
                        assertEquals(List.of(), sql.contains("SELECT (SELECT") ? valued(rows) : rows, sql);
                    }
                }
            }
        }
        assertTrue(runs >= 100, "many runs: " + runs);
    }

    private static List<List<@Nullable Object>> valued(List<List<@Nullable Object>> rows) {
        return rows.stream()
                .filter(row -> row.stream().anyMatch(Objects::nonNull))
                .toList();
    }
}
