package io.cleanroom.server.wire;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.remote.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where an exception becomes an answer. A {@link Problem} is answered with its own words; anything else with
 * XX000 and a reference, under which the operator's log has the kinds of exception and where they came from. No answer
 * has a cause, a stack, a class name or an address.
 *
 * <p>Messages of foreign exceptions hold data (an engine's "could not convert string 'alice@example.com'") and SQL text
 * with its literals, so even the log has them at level DEBUG alone.
 */
final class ErrorBoundary {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorBoundary.class);

    /** The answer for a failed call. */
    Service.ErrorResponse answer(Throwable failure) {
        Problem problem = problem(failure);
        return new Service.ErrorResponse(
                List.of(),
                problem.text(),
                problem.code().vendorCode(),
                problem.code().sqlState(),
                AvaticaSeverity.ERROR,
                null);
    }

    /** The failure in words that a client may read, with the rest put on record. */
    Problem problem(Throwable failure) {
        if (failure instanceof Problem problem) {
            if (problem.getCause() != null && !isClients(problem)) {
                LOG.warn("{} {}: {}", problem.code().sqlState(), problem.code(), trace(problem));
                LOG.debug("{}", problem.code(), problem);
            }
            return problem;
        }
        String reference =
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("reference {}: {}", reference, trace(failure));
        LOG.debug("reference {}", reference, failure);
        return new Problem(Code.NOT_COMPLETED, "the query could not be completed (reference " + reference + ")");
    }

    /** A mistake in a statement or value: nothing that an operator could mend. */
    private static boolean isClients(Problem problem) {
        String state = problem.code().sqlState();
        return state.startsWith("42") || state.startsWith("22") || state.startsWith("0A");
    }

    /** Kinds of exception and their origins, without their messages. */
    static String trace(Throwable failure) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 8; t = t.getCause(), depth++) {
            text.append(depth == 0 ? "" : "\n  caused by ").append(t.getClass().getName());
            StackTraceElement[] frames = t.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, depth == 0 ? 30 : 8); i++) {
                text.append("\n    at ").append(frames[i]);
            }
        }
        return text.toString();
    }
}
