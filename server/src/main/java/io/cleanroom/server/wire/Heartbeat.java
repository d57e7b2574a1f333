package io.cleanroom.server.wire;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client that waits from one that has vanished. Nothing reads a network connection while its request is in process,
 * and behind a load balancer it may outlive its client anyway; so a client may promise, with {@code heartbeat_seconds} on
 * opening, to send a request at least that often while it waits for one. After {@link #MISSED} times that long without any,
 * nobody is waiting.
 *
 * <p>Time is counted in sweeps, one a second, and not by the clock: a server that was itself suspended must not
 * find that all its clients were silent.
 */
final class Heartbeat {
    static final int MISSED = 3;
    private static final int LONGEST_SECONDS = 3600;

    private final int mostSweeps;
    private int sweeps;

    private Heartbeat(int mostSweeps) {
        this.mostSweeps = mostSweeps;
    }

    /** Of what the client said on opening; without it, silence means nothing. */
    static Heartbeat of(@Nullable String seconds) {
        if (seconds == null) {
            return new Heartbeat(Integer.MAX_VALUE);
        }
        if (!seconds.matches("[1-9][0-9]{0,3}") || Integer.parseInt(seconds) > LONGEST_SECONDS) {
            throw new Problem(
                    Code.INVALID_PARAMETER, "heartbeat_seconds is a whole number between 1 and " + LONGEST_SECONDS);
        }
        return new Heartbeat(MISSED * Integer.parseInt(seconds));
    }

    /** A request came, or was answered. */
    synchronized void heard() {
        sweeps = 0;
    }

    /** To be called once a second; true: the client would have been heard of if it were still waiting. */
    synchronized boolean isLost(boolean awaited) {
        if (!awaited) {
            sweeps = 0;
            return false;
        }
        if (sweeps < Integer.MAX_VALUE) {
            sweeps++;
        }
        return mostSweeps < Integer.MAX_VALUE && sweeps > mostSweeps;
    }
}
