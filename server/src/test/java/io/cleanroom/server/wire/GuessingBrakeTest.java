package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Guessing gets slower; nobody else does. */
class GuessingBrakeTest {
    private final AtomicLong now = new AtomicLong();
    private final GuessingBrake brake = new GuessingBrake(now::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            brake.failed("advertiserco/ana", "10.0.0.1");
        }
    }

    private long waitOfAna() {
        return brake.secondsToWait("AdvertiserCo/Ana", "10.0.0.1");
    }

    @Test
    void fourFailuresAreFree() {
        fail(4);
        assertEquals(0, waitOfAna());
    }

    @Test
    void theFifthCostsASecondAndOneAttemptIsLetThroughAtATime() {
        fail(5);
        assertTrue(waitOfAna() > 0);
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertEquals(0, waitOfAna());
        assertTrue(waitOfAna() > 0, "a parallel guess");
    }

    @Test
    void theWaitGrowsToAMinute() {
        fail(100);
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertTrue(waitOfAna() > 0);
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertEquals(0, waitOfAna());
    }

    @Test
    void aRightPasswordClearsTheRecord() {
        fail(4);
        brake.succeeded("advertiserco/ana", "10.0.0.1");
        fail(4);
        assertEquals(0, waitOfAna());
    }

    @Test
    void anotherUserOrAddressIsNotHeldBack() {
        fail(50);
        assertEquals(0, brake.secondsToWait("advertiserco/ben", "10.0.0.1"));
        assertEquals(0, brake.secondsToWait("advertiserco/ana", "10.0.0.2"));
    }
}
