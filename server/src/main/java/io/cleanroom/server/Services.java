package io.cleanroom.server;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.Answer;
import io.cleanroom.server.query.Catalog;
import io.cleanroom.server.query.SessionContext;
import io.cleanroom.server.query.Statements;
import io.cleanroom.server.wire.Authentication;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The services of a server, made from its settings.
 *
 * @param operatorPassword the generated one of a fresh store, to be shown once
 * @param toClose in the order in which they are closed
 */
record Services(
        Statements statements,
        Authentication authentication,
        Optional<String> operatorPassword,
        List<AutoCloseable> toClose) {

    // WIRING: store, engine and query path are made here, and nowhere else.
    /** Throws {@code Problem}, in one line for the operator, if a service cannot start, for example a store in use. */
    static Services open(ServerConfig config) {
        String why = "the query path is not wired up (" + config.dataDir() + ")";
        return new Services(new NotWired(why), (user, password) -> Optional.empty(), Optional.empty(), List.of());
    }

    // WIRING: the audit package verifies; the exit status is 0 if every record is as it was written.
    static int verifyAudit(List<Path> files, PrintStream out, PrintStream err) {
        err.println("cleanroom-server: audit verify is not wired up (" + files.size() + " files)");
        return 1;
    }

    private record NotWired(String why) implements Statements {
        @Override
        public Shape prepare(SessionContext session, String sql) {
            throw new Problem(Code.NOT_READY, why);
        }

        @Override
        public Answer run(SessionContext session, String sql, List<@Nullable Object> parameters, RunOptions options) {
            throw new Problem(Code.NOT_READY, why);
        }

        @Override
        public void checkConnect(Principal principal, Name collaboration) {
            throw new Problem(Code.NOT_READY, why);
        }

        @Override
        public Catalog catalog(SessionContext session) {
            throw new Problem(Code.NOT_READY, why);
        }
    }
}
