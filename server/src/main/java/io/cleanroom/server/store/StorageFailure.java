package io.cleanroom.server.store;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVStoreException;

/** Tells failures of the storage below the database from failures of a statement. */
final class StorageFailure {
    /** H2: input/output, database closed, closed by itself, connection broken, file corrupted. */
    private static final Set<Integer> H2_CLOSED = Set.of(90028, 90031, 90098, 90121, 90067, 90030, 90007);

    private StorageFailure() {}

    /** No space or no quota, however deep the database hid it. */
    static boolean diskFull(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("no space left")
                    || message.contains("not enough space")
                    || message.contains("quota exceeded")
                    || (t instanceof SQLException e && "53100".equals(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** The database must be opened anew: H2 closes itself when a write fails. */
    static boolean broken(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof MVStoreException
                    || (t instanceof SQLException e
                            && (H2_CLOSED.contains(e.getErrorCode())
                                    || String.valueOf(e.getSQLState()).startsWith("08")))) {
                return true;
            }
        }
        return diskFull(failure);
    }

    static boolean inUse(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e && e.getErrorCode() == 90020) {
                return true;
            }
        }
        return false;
    }
}
