package io.cleanroom.jdbc;

import java.lang.ref.Cleaner;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * Closes on the server what a program has lost without closing it, so that one which forgets to close statements does not
 * run into the server's limit. A statement counts as lost when neither it nor one of its results can be reached.
 */
final class ForgottenStatements {
    private static final Cleaner CLEANER = Cleaner.create();

    private ForgottenStatements() {}

    /** Watches a statement by its {@link Execution}, which its results hold, too. */
    static Watched watch(Execution execution, CleanroomService service, StatementHandle handle) {
        Watched watched = new Watched(service, handle);
        CLEANER.register(execution, watched);
        return watched;
    }

    /** The handle of a statement, without the statement. */
    static final class Watched implements Runnable {
        private final CleanroomService service;
        private volatile @Nullable StatementHandle handle;

        private Watched(CleanroomService service, StatementHandle handle) {
            this.service = service;
            this.handle = handle;
        }

        void renewed(StatementHandle newHandle) {
            handle = newHandle;
        }

        void closed() {
            handle = null;
        }

        @Override
        public void run() {
            StatementHandle lost = handle;
            if (lost != null && lost.id != ServerMeta.LOCAL && !service.isOver()) {
                service.tell(new Service.CloseStatementRequest(lost.connectionId, lost.id));
            }
        }
    }
}
