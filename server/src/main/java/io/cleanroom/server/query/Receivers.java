package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who gets the rows of a run when its statement does not say. */
final class Receivers {
    private Receivers() {}

    /** The runner if it can receive results; else the members that can. */
    static SortedSet<Name> usual(Room room, Name runner) {
        SortedSet<Name> able = able(room);
        return able.contains(runner) || able.isEmpty() ? new TreeSet<>(Set.of(runner)) : able;
    }

    /** As {@link #usual}, but a runner that has a choice must make it. */
    static SortedSet<Name> only(Room room, Name runner) {
        SortedSet<Name> usual = usual(room, runner);
        if (usual.size() > 1) {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    runner.sql() + " does not receive results itself; say who does: RESULT RECEIVERS (one or more of "
                            + usual.stream().map(Name::sql).collect(Collectors.joining(", ")) + ")");
        }
        return usual;
    }

    private static SortedSet<Name> able(Room room) {
        return room.collaboration().memberships().stream()
                .filter(m -> m.can(Ability.RECEIVE_RESULTS))
                .map(Membership::member)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
