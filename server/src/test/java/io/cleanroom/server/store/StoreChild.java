package io.cleanroom.server.store;

import io.cleanroom.server.error.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server process of its own that writes as fast as it can and says what was acknowledged. */
public final class StoreChild {
    private StoreChild() {}

    static Process start(Path folder) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreChild.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Compacts early and often. */
    static StoreConfig config(Path folder) {
        return StoreConfig.embedded(folder, "file:", 1 << 20);
    }

    /** Prints a line for each acknowledged write. */
    public static void main(String[] arguments) {
        try (Store store = Store.open(config(Path.of(arguments[0])))) {
            int from = store.read(t -> t.members().all().size());
            for (int i = from; i < 100_000; i++) {
                StoreTest.insert(store, "m" + i);
                System.out.println("written m" + i + ".");
            }
        } catch (Problem e) {
            System.out.println("refused: " + e.text());
        }
    }
}
