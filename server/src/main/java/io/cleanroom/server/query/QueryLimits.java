package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much members may ask at a time.
 *
 * @param concurrentQueries of one member
 * @param resultRows of one query
 */
public record QueryLimits(int concurrentQueries, long resultRows) {
    /** Counts a member's running queries. */
    static final class Running {
        private final int maximum;
        private final ConcurrentMap<Name, AtomicInteger> running = new ConcurrentHashMap<>();

        Running(int maximum) {
            this.maximum = maximum;
        }

        /** Takes a place, or refuses with 53300 and the numbers. */
        AutoCloseable enter(Name member) {
            AtomicInteger count = running.computeIfAbsent(member, m -> new AtomicInteger());
            if (count.incrementAndGet() > maximum) {
                count.decrementAndGet();
                throw new Problem(
                        Code.TOO_MANY,
                        "too many queries of " + member.sql() + " at a time (maximum=" + maximum + ", running="
                                + maximum + "); try again when one has ended");
            }
            return count::decrementAndGet;
        }
    }
}
