package io.cleanroom.server.collaboration;

import java.util.SortedSet;
import java.util.TreeSet;

/** Who may ask without a template. */
public sealed interface QueryAccess {
    /** Any member that can query, under the grants. */
    record Direct() implements QueryAccess {}

    /** Nobody: approved templates alone. */
    record TemplatesOnly() implements QueryAccess {}

    /** The named members are trusted with direct queries; everybody else needs an approved template. */
    record TrustedMembers(SortedSet<Name> members) implements QueryAccess {
        public TrustedMembers {
            members = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(members));
        }
    }
}
