package io.cleanroom.jdbc;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Dates and timestamps of the JVM's own time zone, exactly as {@link Date#valueOf(LocalDate)} and {@link
 * Timestamp#valueOf(LocalDateTime)} make them, without a calendar for each value: most of the time of reading a large result
 * went into those. The midnights of the latest days are remembered, and whether a day's clock ran evenly; on the days on
 * which it did not, and in time zones of a program's own making, the JDK's methods are asked each time. Not safe for threads.
 */
final class WallClock {
    /** A power of two: about three years of days without one displacing another. */
    private static final int SLOTS = 1024;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long SECOND_MICROS = 1_000_000L;

    /** Before 1900 the JDK's two time zone implementations differ. */
    private static final long FIRST_EVEN_DAY = LocalDate.of(1900, 1, 2).toEpochDay();

    private static final Class<?> JDK_ZONE = TimeZone.getTimeZone("UTC").getClass();

    private final int[] days = new int[SLOTS];
    private final boolean[] known = new boolean[SLOTS];
    private final boolean[] even = new boolean[SLOTS];
    private final long[] midnights = new long[SLOTS];

    private String zone = "";
    private int zoneOffset;
    /** Null: the zone is none of the JDK's, and nothing is remembered. */
    private @Nullable ZoneRules rules;

    /** To be called before the first row and every now and then: a program may change its time zone while it reads. */
    void followZone() {
        TimeZone now = TimeZone.getDefault();
        if (rules == null || now.getRawOffset() != zoneOffset || !now.getID().equals(zone)) {
            rules = now.getClass() == JDK_ZONE ? now.toZoneId().getRules() : null;
            zone = now.getID();
            zoneOffset = now.getRawOffset();
            Arrays.fill(known, false);
        }
    }

    /** Midnight of a day, counted from 1970. */
    Date date(int day) {
        return rules == null ? Date.valueOf(LocalDate.ofEpochDay(day)) : new Date(midnights[slot(day)]);
    }

    /** A wall time, counted from 1970. */
    Timestamp timestamp(long micros) {
        int day = (int) Math.floorDiv(micros, DAY_MICROS);
        int slot = rules == null ? -1 : slot(day);
        if (slot < 0 || !even[slot]) {
            return Timestamp.valueOf(dateTime(micros));
        }
        long ofDay = micros - day * DAY_MICROS;
        Timestamp timestamp = new Timestamp(midnights[slot] + ofDay / 1000);
        timestamp.setNanos((int) (ofDay % SECOND_MICROS) * 1000);
        return timestamp;
    }

    static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, SECOND_MICROS),
                (int) Math.floorMod(micros, SECOND_MICROS) * 1000,
                ZoneOffset.UTC);
    }

    private int slot(int day) {
        int slot = day & (SLOTS - 1);
        if (days[slot] != day || !known[slot]) {
            days[slot] = day;
            known[slot] = true;
            midnights[slot] = midnight(day);
            even[slot] = isEven(day, midnights[slot]);
        }
        return slot;
    }

    private static long midnight(long day) {
        return Date.valueOf(LocalDate.ofEpochDay(day)).getTime();
    }

    /** Whether every wall time of the day is its midnight and the time since: no change of the clock, nor of the calendar. */
    private boolean isEven(int day, long midnight) {
        long next = midnight(day + 1L);
        ZoneRules zoneRules = rules;
        if (zoneRules == null || next - midnight != DAY_MILLIS) {
            return false;
        }
        if (zoneRules.isFixedOffset()) {
            return true;
        }
        ZoneOffsetTransition change = zoneRules.nextTransition(Instant.ofEpochMilli(midnight));
        return day >= FIRST_EVEN_DAY && (change == null || change.getInstant().toEpochMilli() >= next);
    }
}
