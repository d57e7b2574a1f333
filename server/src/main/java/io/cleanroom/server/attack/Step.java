package io.cleanroom.server.attack;

import java.util.Map;
import java.util.Optional;

/**
 * One thing that somebody does; {@code ${...}} in it are names of the room.
 *
 * @param as adversary, owner, victim or stranger; only the adversary's answers are looked at
 * @param expected overrides what the attack as a whole expects
 */
record Step(String as, Action action, Optional<Expected> expected) {
    sealed interface Action {
        String text();
    }

    record Sql(String text) implements Action {}

    /** A statement on a new connection that was opened with these properties. */
    record SqlWith(Map<String, String> properties, String text) implements Action {}

    /** A message of the protocol, in JSON. */
    record Message(String path, String text) implements Action {}

    static final String ADVERSARY = "adversary";

    boolean isAdversary() {
        return as.equals(ADVERSARY);
    }
}
