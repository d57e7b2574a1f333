package io.cleanroom.server.query;

import io.cleanroom.server.audit.ProtectedQuery.State;
import io.cleanroom.server.error.Problem;
import java.util.Optional;
import java.util.OptionalLong;

/** How a run ended: with rows for its receiver, or with a failure in words for its runner. */
record Ending(State state, OptionalLong rows, Optional<String> failure) {
    static Ending success(long rows) {
        return new Ending(State.SUCCESS, OptionalLong.of(rows), Optional.empty());
    }

    static Ending failure(Problem problem) {
        return new Ending(stateOf(problem), OptionalLong.empty(), Optional.of(problem.text()));
    }

    static State stateOf(Problem problem) {
        return switch (problem.code()) {
            case CANCELLED, SHUTTING_DOWN -> State.CANCELLED;
            case TIMED_OUT -> State.TIMED_OUT;
            default -> State.FAILED;
        };
    }
}
