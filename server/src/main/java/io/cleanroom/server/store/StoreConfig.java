package io.cleanroom.server.store;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which database holds the definitions.
 *
 * @param file the H2 file without its suffix, if it is one of ours
 * @param compactedFrom bytes from which on such a file may be compacted
 */
public record StoreConfig(String url, String user, String password, Optional<Path> file, long compactedFrom) {
    private static final long COMPACTED_FROM = 128L << 20;

    /** The file {@code store.mv.db} in the folder, which is created if missing. */
    public static StoreConfig embedded(Path dataDir) {
        return embedded(dataDir, "file:");
    }

    /** @param fileSystem as in H2's URLs, for example {@code file:} */
    static StoreConfig embedded(Path dataDir, String fileSystem) {
        return embedded(dataDir, fileSystem, COMPACTED_FROM);
    }

    static StoreConfig embedded(Path dataDir, String fileSystem, long compactedFrom) {
        Path file = dataDir.toAbsolutePath().normalize().resolve("store");
        if (file.toString().contains(";")) {
            throw new Problem(Code.INVALID_PARAMETER, "data_dir must not contain ';'. Provided value: " + dataDir);
        }
        // WRITE_DELAY=0: a commit is in the file before it returns. See Store.write for the disk itself.
        // The rest keeps the file append-only, see Compaction.
        String url = "jdbc:h2:" + fileSystem + file
                + ";WRITE_DELAY=0;RETENTION_TIME=2147483647;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";
        return new StoreConfig(url, "sa", "", Optional.of(file), compactedFrom);
    }

    /** A database server, for example {@code jdbc:postgresql://host/cleanroom}. */
    public static StoreConfig server(String url, String user, String password) {
        return new StoreConfig(url, user, password, Optional.empty(), COMPACTED_FROM);
    }

    boolean embedded() {
        return file.isPresent();
    }

    /** How messages call it: the file, or the URL without its properties. */
    String display() {
        return file.map(Path::toString).orElse(url.replaceFirst("[?;].*", ""));
    }

    /** The password stays out. */
    @Override
    public String toString() {
        return "StoreConfig[" + display() + "]";
    }
}
