package io.cleanroom.server.query;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After execution there is one error, with the query's id and nothing else; what is known of it goes to the log. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Problem told(String id, Throwable e) {
        if (e instanceof Problem known && known.code() != Code.NOT_COMPLETED) {
            return known;
        }
        // The engine's words may hold values of rows: they are for whoever turns on debugging.
        LOG.warn("query {} failed: {}", id, kinds(e));
        LOG.debug("query {} failed", id, e);
        return new Problem(Code.NOT_COMPLETED, "the query could not be completed (query id " + id + ")", e);
    }

    static String kinds(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(8)
                .map(t -> t.getClass().getSimpleName())
                .collect(Collectors.joining(" <- "));
    }
}
