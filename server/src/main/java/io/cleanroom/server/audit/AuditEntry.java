package io.cleanroom.server.audit;

import io.cleanroom.server.collaboration.Name;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Something to be recorded. {@code concerns} are the members that may read the record; {@code detail} holds neither passwords
 * nor results.
 */
public record AuditEntry(
        String actor, Action action, String subject, SortedMap<String, String> detail, SortedSet<Name> concerns) {
    public AuditEntry {
        detail = Collections.unmodifiableSortedMap(new TreeMap<>(detail));
        concerns = Collections.unmodifiableSortedSet(new TreeSet<>(concerns));
    }

    public AuditEntry(String actor, Action action, String subject, Map<String, String> detail, Set<Name> concerns) {
        this(actor, action, subject, new TreeMap<>(detail), new TreeSet<>(concerns));
    }
}
