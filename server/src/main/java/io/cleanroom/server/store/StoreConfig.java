package io.cleanroom.server.store;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.file.Path;
import java.util.Optional;

/** Which database holds the definitions; {@code file} is the H2 file without its suffix, if it is one of ours. */
public record StoreConfig(String url, String user, String password, Optional<Path> file) {
    /** The file {@code store.mv.db} in the folder, which is created if missing. */
    public static StoreConfig embedded(Path dataDir) {
        return embedded(dataDir, "file:");
    }

    /** @param fileSystem as in H2's URLs, for example {@code file:} */
    static StoreConfig embedded(Path dataDir, String fileSystem) {
        Path file = dataDir.toAbsolutePath().normalize().resolve("store");
        if (file.toString().contains(";")) {
            throw new Problem(Code.INVALID_PARAMETER, "data_dir must not contain ';'. Provided value: " + dataDir);
        }
        // WRITE_DELAY=0: a commit is in the file before it returns. See Store.write for the disk itself.
        // RETENTION_TIME: milliseconds before room of old states is used again; each state is on the disk long before.
        // MAX_COMPACT_TIME: no moving of chunks when it closes, see Compaction.
        String url = "jdbc:h2:" + fileSystem + file
                + ";WRITE_DELAY=0;RETENTION_TIME=10000;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";
        return new StoreConfig(url, "sa", "", Optional.of(file));
    }

    /** A database server, for example {@code jdbc:postgresql://host/cleanroom}. */
    public static StoreConfig server(String url, String user, String password) {
        return new StoreConfig(url, user, password, Optional.empty());
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
