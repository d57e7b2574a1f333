package io.cleanroom.server.wire;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How times of day and timestamps travel in frames: as whole milliseconds, which is what Avatica's own clients read, or as
 * whole microseconds, which is what the values have and what a client asks for with {@code temporal_precision=6} when it
 * connects. What is finer is cut off.
 */
enum Fraction {
    MILLIS(3, TimeUnit.MILLISECONDS),
    MICROS(6, TimeUnit.MICROSECONDS);

    /** Fractional digits of a second. */
    final int digits;

    private final TimeUnit unit;

    Fraction(int digits, TimeUnit unit) {
        this.digits = digits;
        this.unit = unit;
    }

    static Fraction of(@Nullable String temporalPrecision) {
        return "6".equals(temporalPrecision) ? MICROS : MILLIS;
    }

    long of(LocalTime time) {
        return unit.convert(time.toNanoOfDay(), TimeUnit.NANOSECONDS);
    }

    long of(LocalDateTime timestamp) {
        Instant instant = timestamp.toInstant(ZoneOffset.UTC);
        return Math.addExact(
                unit.convert(instant.getEpochSecond(), TimeUnit.SECONDS),
                unit.convert(instant.getNano(), TimeUnit.NANOSECONDS));
    }
}
