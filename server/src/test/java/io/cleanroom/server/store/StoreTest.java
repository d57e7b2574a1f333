package io.cleanroom.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path folder;

    @Test
    void keepsWhatWasWrittenOverARestart() {
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            insert(store, "retailco");
        }
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            assertEquals(
                    List.of(member("retailco")), store.read(t -> t.members().all()));
        }
    }

    @Test
    void aSecondServerIsRefusedInOneLine() {
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            Problem problem = assertThrows(Problem.class, () -> Store.open(StoreConfig.embedded(folder)));
            assertEquals(Code.IN_USE, problem.code());
            assertEquals("the store " + folder.resolve("store") + " is in use by another server", problem.text());
            insert(store, "still_works");
        }
    }

    @Test
    void anotherProcessIsRefusedToo() throws Exception {
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            Process child = StoreChild.start(folder);
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
            String output = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(output.contains("refused: the store"), output);
            insert(store, "still_works");
        }
    }

    @Test
    void theVersionGrowsWithDefinitionsAlone() {
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            long before = store.version();
            store.write(t -> 0);
            assertEquals(before, store.version());
            insert(store, "retailco");
            assertEquals(before + 1, store.version());
        }
    }

    @Test
    void aFailedWriteChangesNothing() {
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            long before = store.version();
            assertThrows(
                    Problem.class,
                    () -> store.write(t -> {
                        t.members().insert(member("retailco"));
                        t.definitionChanges();
                        throw new Problem(Code.IN_USE, "no");
                    }));
            assertTrue(store.read(t -> t.members().all()).isEmpty());
            assertEquals(before, store.version());
        }
    }

    @Test
    void writersRunOneAfterAnother() throws Exception {
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                for (var f : threads.invokeAll(IntStream.range(0, 80)
                        .<java.util.concurrent.Callable<Boolean>>mapToObj(i -> () -> {
                            insert(store, "m" + i);
                            return true;
                        })
                        .toList())) {
                    assertTrue(f.get());
                }
            } finally {
                threads.shutdown();
            }
            assertEquals(80, store.version());
        }
    }

    @Test
    void compactingDisturbsNobody() throws Exception {
        try (Store store = Store.open(StoreConfig.embedded(folder, "file:", 100_000))) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            AtomicBoolean writing = new AtomicBoolean(true);
            try {
                List<Future<Integer>> readers = IntStream.range(0, 4)
                        .mapToObj(i -> threads.submit(() -> {
                            int seen = 0;
                            while (writing.get()) {
                                int now = store.read(t -> t.members().all().size());
                                assertTrue(now >= seen);
                                seen = now;
                            }
                            return seen;
                        }))
                        .toList();
                for (int i = 0; i < 650; i++) {
                    insert(store, "m" + i);
                }
                writing.set(false);
                for (Future<Integer> reader : readers) {
                    assertTrue(reader.get() > 0);
                }
            } finally {
                writing.set(false);
                threads.shutdown();
            }
            assertEquals(650, store.read(t -> t.members().all().size()).intValue());
            long size = Files.size(folder.resolve("store.mv.db"));
            assertTrue(size < 4_000_000, "650 writes, compacted thrice, take " + size);
        }
    }

    @Test
    void afterClosingNothingIsReached() {
        Store store = Store.open(StoreConfig.embedded(folder));
        store.close();
        Problem problem = assertThrows(Problem.class, store::version);
        assertEquals(Code.SHUTTING_DOWN, problem.code());
        assertFalse(problem.text().contains("\n"));
    }

    static Member member(String name) {
        return new Member(Name.of(name), "data/" + name, "results/" + name);
    }

    static void insert(Store store, String name) {
        store.write(t -> {
            t.members().insert(member(name));
            t.definitionChanges();
            return name;
        });
    }
}
