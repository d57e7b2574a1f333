package io.cleanroom.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of writes: what was acknowledged is there, what was not is there whole or not at all. */
class StoreKillTest {
    /** The file is compacted with the 200th write of a server. */
    private static final int[] KILLED_AFTER = {60, 199, 199, 210, 415};

    @TempDir
    Path folder;

    @Test
    void acknowledgedWritesSurvive() throws Exception {
        Set<String> acknowledged = new TreeSet<>();
        for (int round = 0; round < KILLED_AFTER.length; round++) {
            Process child = StoreChild.start(folder);
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                int count = 0;
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    // The server logs there, too; and the last line may be torn.
                    if (!line.matches("written m\\d+\\.")) {
                        continue;
                    }
                    acknowledged.add(line.substring("written ".length(), line.length() - 1));
                    if (++count == KILLED_AFTER[round]) {
                        child.toHandle().destroyForcibly();
                    }
                }
                assertTrue(count >= 60, "the child wrote " + count);
            }
            child.waitFor();
            try (Store store = Store.open(StoreConfig.embedded(folder))) {
                List<String> found = store.read(t -> t.members().all()).stream()
                        .map(m -> m.name().text())
                        .toList();
                Set<String> lost = new TreeSet<>(acknowledged);
                found.forEach(lost::remove);
                assertEquals(Set.of(), lost);
                assertEquals(found.size(), store.version());
                assertTrue(found.size() <= acknowledged.size() + round + 1);
                // Written, but killed before it was said.
                acknowledged.addAll(found);
            }
        }
    }
}
