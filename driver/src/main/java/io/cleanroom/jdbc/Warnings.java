package io.cleanroom.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** The warnings of one connection or statement since they were last cleared, in order; safe for threads. */
final class Warnings {
    /** Comes with the answer to a run: its warnings in percent-encoded UTF-8, with commas between them. */
    private static final String HEADER = "X-Cleanroom-Warnings";

    /** The SQLState of what the server warns of. */
    private static final String OF_SERVER = "01000";

    private @Nullable SQLWarning first;

    /** Says nothing twice, because a program may ask for the same thing for years and never look. */
    synchronized void add(String message, String state) {
        for (SQLWarning said = first; said != null; said = said.getNextWarning()) {
            if (message.equals(said.getMessage())) {
                return;
            }
        }
        SQLWarning warning = new SQLWarning(message, state);
        if (first == null) {
            first = warning;
        } else {
            first.setNextWarning(warning);
        }
    }

    /** Adds what the server warns of beside its answer; what cannot be read is no reason to lose the answer. */
    void addFrom(Answer answer) {
        String header = answer.header(HEADER);
        if (header.isEmpty()) {
            return;
        }
        for (String encoded : header.split(",", -1)) {
            try {
                add(URLDecoder.decode(encoded, StandardCharsets.UTF_8), OF_SERVER);
            } catch (IllegalArgumentException e) {
                add("the server sent a warning that cannot be read", OF_SERVER);
            }
        }
    }

    synchronized @Nullable SQLWarning first() {
        return first;
    }

    synchronized void clear() {
        first = null;
    }
}
