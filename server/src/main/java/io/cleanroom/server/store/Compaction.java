package io.cleanroom.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an H2 file append-only while it is open, and small by copying what is alive to a new file now and then.
 *
 * <p>H2 would rather write over room that became free. It has a thread for that, which also commits without waiting for the
 * disk, so that a commit of ours that meets one of its own would be acknowledged too early: {@code WRITE_DELAY=0} turns it
 * off. And after a {@code kill -9} it does not always find the newest state in a file with reused room: it lost acknowledged
 * commits in 3 of 24 trials, and in 2 of 15 with its own compaction of files; never in a file that only grows, where the
 * newest state is at the end. A query's records take 3 KB, but 60 KB of a growing file, hence the copying.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final int WRITES_BETWEEN_CHECKS = 200;
    private static final int ALIVE_PERCENT = 50;

    private final Path file;
    private final long smallest;
    private int writes;

    /**
     * For one file.
     *
     * @param smallest bytes below which a file is left alone
     */
    Compaction(Path store, long smallest) {
        this.file = Path.of(store + ".mv.db");
        this.smallest = smallest;
    }

    /** Turns the reuse of room off, for as long as the database is open. */
    static void appendOnly(Connection connection) throws SQLException {
        mvStore(connection).setReuseSpace(false);
    }

    /** Counts a write; whether the file is now worth copying. Called by the one writer. */
    boolean isDue(Handle handle) {
        try {
            return ++writes % WRITES_BETWEEN_CHECKS == 0
                    && Files.size(file) > smallest
                    && mvStore(handle.getConnection()).getFileStore().getChunksFillRate() < ALIVE_PERCENT;
        } catch (IOException | SQLException e) {
            LOG.warn("the size of the store is not known: {}", e.toString());
            return false;
        }
    }

    /** Copies a file that is closed; on any trouble it stays as it is. A crash leaves either the old or the new one. */
    void run() {
        Path copy = Path.of(file + ".copy");
        try {
            Files.deleteIfExists(copy);
            long before = Files.size(file);
            MVStore.compact(file.toString(), copy.toString(), false, null);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.info("compacted the store from {} to {} bytes", before, Files.size(file));
        } catch (IOException | MVStoreException e) {
            LOG.warn("the store was not compacted: {}", e.toString());
        }
    }

    private static MVStore mvStore(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }
}
