package io.cleanroom.server.wire;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Slows down password guessing: after five failures in a row of a user from an address, one attempt a second, then one
 * every two, up to one a minute. A right password clears the record, and so does a quarter of an hour of silence. The
 * brake is on user and address together, so that nobody can lock a user out from elsewhere.
 */
final class GuessingBrake {
    private static final int FREE_FAILURES = 5;
    private static final int LONGEST_DOUBLING = 6;
    private static final int LONGEST_KEY = 200;

    private record Key(String user, String address) {}

    private record Failures(int count, long blockedUntil) {}

    private final Cache<Key, Failures> failures = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofMinutes(15))
            .build();
    private final LongSupplier nanoTime;

    GuessingBrake(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Seconds until the next attempt is looked at; 0: go ahead. A permitted late attempt holds back parallel ones. */
    long secondsToWait(String user, String address) {
        long now = nanoTime.getAsLong();
        long[] wait = new long[1];
        failures.asMap().computeIfPresent(key(user, address), (key, known) -> {
            if (known.count < FREE_FAILURES) {
                return known;
            }
            long left = known.blockedUntil - now;
            if (left > 0) {
                wait[0] = 1 + TimeUnit.NANOSECONDS.toSeconds(left);
                return known;
            }
            return new Failures(known.count, now + pause(known.count));
        });
        return wait[0];
    }

    void failed(String user, String address) {
        long now = nanoTime.getAsLong();
        failures.asMap().compute(key(user, address), (key, known) -> {
            int count = known == null ? 1 : known.count + 1;
            return new Failures(count, now + pause(count));
        });
    }

    void succeeded(String user, String address) {
        failures.invalidate(key(user, address));
    }

    private static long pause(int count) {
        int doublings = Math.min(Math.max(count - FREE_FAILURES, 0), LONGEST_DOUBLING);
        return TimeUnit.SECONDS.toNanos(Math.min(1L << doublings, 60));
    }

    private static Key key(String user, String address) {
        String text = user.length() > LONGEST_KEY ? user.substring(0, LONGEST_KEY) : user;
        return new Key(text.toLowerCase(Locale.ROOT), address);
    }
}
