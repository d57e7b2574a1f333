package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.sql.SourcePositions;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that the rules may look at: who asks, for whom, what was agreed, and what the query does.
 *
 * @param receivers the members that get the rows
 * @param approved the templates called by the query that every owner of a table in them has approved as they are now
 */
public record Facts(
        Name runner,
        SortedSet<Name> receivers,
        Room room,
        Set<Name> approved,
        List<Fact> all,
        SourcePositions positions) {
    public Facts {
        receivers = Collections.unmodifiableSortedSet(new TreeSet<>(receivers));
        approved = Set.copyOf(approved);
        all = List.copyOf(all);
    }

    public <F extends Fact> Stream<F> of(Class<F> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast);
    }
}
