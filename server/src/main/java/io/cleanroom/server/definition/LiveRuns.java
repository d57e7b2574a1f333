package io.cleanroom.server.definition;

import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** What the store does not know of queries that wait or run in this server at this moment. */
public final class LiveRuns {
    private record Run(Supplier<OptionalInt> position, Supplier<OptionalInt> percent) {}

    private final ConcurrentMap<String, Run> runs = new ConcurrentHashMap<>();

    /** Shows a query as long as it is not removed. */
    public void add(String queryId, Supplier<OptionalInt> position, Supplier<OptionalInt> percent) {
        runs.put(queryId, new Run(position, percent));
    }

    public void remove(String queryId) {
        runs.remove(queryId);
    }

    /** Its place in its member's queue, from 1. */
    OptionalInt position(String queryId) {
        Run run = runs.get(queryId);
        return run == null ? OptionalInt.empty() : run.position().get();
    }

    /** How far it is, 0 to 100, where the engine tells. */
    OptionalInt percent(String queryId) {
        Run run = runs.get(queryId);
        return run == null ? OptionalInt.empty() : run.percent().get();
    }
}
