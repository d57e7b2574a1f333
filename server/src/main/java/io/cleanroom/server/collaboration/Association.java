package io.cleanroom.server.collaboration;

import java.util.SortedSet;
import java.util.TreeSet;

/** A configured table under the name {@code alias} in a collaboration; {@code receivers} may get results made from it. */
public record Association(Name owner, Name table, Name collaboration, Name alias, SortedSet<Name> receivers) {
    public Association {
        receivers = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(receivers));
    }
}
