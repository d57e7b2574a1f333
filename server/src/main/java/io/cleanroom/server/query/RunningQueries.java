package io.cleanroom.server.query;

import io.cleanroom.server.audit.ProtectedQuery;
import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.definition.LiveRuns;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Progress;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The queries that wait or run now, so that their member can see and cancel them by id from any connection. */
final class RunningQueries {
    private record Running(Name member, Cancellation cancellation, Runnable whileWaiting) {}

    private final QueryRecords records;
    private final LiveRuns live;
    private final ConcurrentMap<String, Running> running = new ConcurrentHashMap<>();

    RunningQueries(QueryRecords records, LiveRuns live) {
        this.records = records;
        this.live = live;
    }

    /** @param whileWaiting called when it is cancelled, in case that it still waits */
    void add(
            ProtectedQuery query,
            Places.Place place,
            Cancellation cancellation,
            Progress progress,
            Runnable whileWaiting) {
        running.put(query.id(), new Running(query.runner().member(), cancellation, whileWaiting));
        live.add(query.id(), place::position, progress::percent);
    }

    void remove(String id) {
        running.remove(id);
        live.remove(id);
    }

    /** Refuses with the same words for a query of another member, one that has ended and one that never was. */
    void cancel(String id, Principal user) {
        Name member = user.isOperator() ? null : user.member();
        Running query = running.get(id);
        if (query == null || !query.member().equals(member)) {
            throw new Problem(
                    Code.UNKNOWN_OBJECT,
                    "no query of " + (member == null ? "the operator" : member.sql())
                            + " with this id runs; see system.protected_queries");
        }
        records.cancelling(id, user);
        query.cancellation().cancel();
        query.whileWaiting().run();
    }
}
