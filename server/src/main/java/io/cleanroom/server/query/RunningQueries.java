package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The queries that run now, so that their member can cancel them by id from any connection. */
final class RunningQueries {
    private record Running(Name member, Cancellation cancellation) {}

    private final ConcurrentMap<String, Running> running = new ConcurrentHashMap<>();

    void add(String id, Name member, Cancellation cancellation) {
        running.put(id, new Running(member, cancellation));
    }

    void remove(String id) {
        running.remove(id);
    }

    /** Refuses with the same words for a query of another member, one that has ended and one that never was. */
    void cancel(String id, Name member) {
        Running query = running.get(id);
        if (query == null || !query.member().equals(member)) {
            throw new Problem(
                    Code.UNKNOWN_OBJECT,
                    "no query of " + member.sql() + " with this id runs; see system.protected_queries");
        }
        query.cancellation().cancel();
    }
}
