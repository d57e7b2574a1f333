package io.cleanroom.server.store;

import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Handle;

/**
 * Gives back the room of overwritten pages in an H2 file. H2 has a thread for this, but that thread also commits, without
 * waiting for the disk, and a commit of ours that meets one of its own would be acknowledged too early; so {@code
 * WRITE_DELAY=0} turns it off, and the writer compacts now and then. Without, a file grows by 60 KB a query; with it, by the
 * 3 KB that a query's records take, once it has some 60 MB.
 *
 * <p>Not {@code compactFile}, which moves chunks about: after a {@code kill -9}, H2 did not find the newest of them and lost
 * acknowledged commits in 2 of 15 trials. Rewriting only appends.
 */
final class Compaction {
    private static final int WRITES_BETWEEN = 200;
    private static final int FILL_RATE = 50;
    private static final int BYTES_AT_ONCE = 8 << 20;

    private int writes;

    /** Counts a write, and compacts after every so many. Called by the one writer, outside of a transaction. */
    void afterWrite(Handle handle) {
        if (++writes % WRITES_BETWEEN == 0) {
            MVStore file = file(handle);
            if (file.compact(FILL_RATE, BYTES_AT_ONCE)) {
                file.commit();
                file.sync();
            }
        }
    }

    private static MVStore file(Handle handle) {
        try {
            SessionLocal session = (SessionLocal)
                    handle.getConnection().unwrap(JdbcConnection.class).getSession();
            return session.getDatabase().getStore().getMvStore();
        } catch (SQLException e) {
            throw new IllegalStateException("an embedded store that is not H2", e);
        }
    }
}
