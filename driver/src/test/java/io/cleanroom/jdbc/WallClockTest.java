package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own conversions are the measure, on all kinds of days. */
@SuppressWarnings("JavaUtilDate")
class WallClockTest {
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();

    private final TimeZone before = TimeZone.getDefault();
    private final WallClock clock = new WallClock();

    @AfterEach
    void restore() {
        TimeZone.setDefault(before);
    }

    private void agree(LocalDateTime value) {
        clock.followZone();
        long day = value.toLocalDate().toEpochDay();
        assertEquals(Date.valueOf(value.toLocalDate()), clock.date((int) day), value::toString);
        Timestamp read = clock.timestamp(ChronoUnit.MICROS.between(EPOCH, value));
        assertEquals(Timestamp.valueOf(value), read, value::toString);
        assertEquals(Timestamp.valueOf(value).getTime(), read.getTime(), value::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "GMT+05:30",
                "Etc/GMT+11",
                "Europe/Berlin",
                "America/New_York",
                "America/Sao_Paulo",
                "Africa/Casablanca",
                "Africa/Monrovia",
                "Asia/Kathmandu",
                "Asia/Tehran",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Pacific/Kiritimati",
                "Antarctica/Troll"
            })
    void everyDayIsTheJdks(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        long seed = System.nanoTime();
        System.out.println("WallClockTest " + zone + " seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            LocalDate day = i % 3 == 0
                    ? LocalDate.ofYearDay(1 + random.nextInt(9999), 1 + random.nextInt(365))
                    : LocalDate.of(1850, 1, 1).plusDays(random.nextInt(250 * 365));
            agree(day.atStartOfDay().plus(random.nextLong() % (DAY_MICROS / 2) + DAY_MICROS / 2, ChronoUnit.MICROS));
        }
        for (LocalDate day = LocalDate.of(2010, 12, 1); day.getYear() < 2013; day = day.plusDays(1)) {
            for (int halfHour = 0; halfHour < 48; halfHour++) {
                agree(day.atStartOfDay().plusMinutes(30L * halfHour).plusNanos(1000));
            }
        }
    }

    @Test
    void theEdges() {
        agree(LocalDateTime.of(1, 1, 1, 0, 0));
        agree(LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000));
        for (LocalDate day = LocalDate.of(1582, 10, 1); day.getDayOfMonth() < 25; day = day.plusDays(1)) {
            agree(day.atTime(12, 34, 56, 789_012_000));
        }
    }

    @Test
    void aChangeOfTheTimeZoneIsFollowed() {
        LocalDateTime value = LocalDateTime.of(2026, 7, 1, 12, 0, 0, 1000);
        TimeZone own = TimeZone.getTimeZone("UTC");
        own.setRawOffset(7_200_000);
        for (TimeZone zone : new TimeZone[] {
            TimeZone.getTimeZone("UTC"),
            own,
            TimeZone.getTimeZone("Asia/Kolkata"),
            new SimpleTimeZone(3_600_000, "Own"),
            new SimpleTimeZone(7_200_000, "Own"),
            TimeZone.getTimeZone("America/New_York")
        }) {
            TimeZone.setDefault(zone);
            agree(value);
            agree(value.plusDays(1));
        }
    }
}
