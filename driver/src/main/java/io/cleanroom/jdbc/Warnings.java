package io.cleanroom.jdbc;

import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** The warnings of one connection since they were last cleared, in order; safe for threads. */
final class Warnings {
    private @Nullable SQLWarning first;

    synchronized void add(String message, String state) {
        SQLWarning warning = new SQLWarning(message, state);
        if (first == null) {
            first = warning;
        } else {
            first.setNextWarning(warning);
        }
    }

    synchronized @Nullable SQLWarning first() {
        return first;
    }

    synchronized void clear() {
        first = null;
    }
}
