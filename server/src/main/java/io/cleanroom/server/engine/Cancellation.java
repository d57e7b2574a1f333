package io.cleanroom.server.engine;

import org.jspecify.annotations.Nullable;

/** Stops a run from another thread, also one that has not started yet. Cancelling twice is cancelling once. */
public final class Cancellation {
    private boolean cancelled;
    private @Nullable Runnable stop;

    /** How to stop what runs now; called at once if cancelled already. */
    public synchronized void onCancel(Runnable newStop) {
        stop = newStop;
        if (cancelled) {
            newStop.run();
        }
    }

    public synchronized void cancel() {
        if (!cancelled) {
            cancelled = true;
            if (stop != null) {
                stop.run();
            }
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }
}
