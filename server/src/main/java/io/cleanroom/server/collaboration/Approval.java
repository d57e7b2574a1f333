package io.cleanroom.server.collaboration;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An owner's consent to one template of one hash. Consent to another hash says nothing: a changed template, rule or table
 * must be approved again.
 *
 * @param maximumRuns the number of runs it is good for, if limited
 * @param runners the members that may run it; empty: every one that may query
 */
public record Approval(
        Name collaboration,
        Name template,
        Name owner,
        Sha256 hash,
        UserName by,
        Instant at,
        Optional<Instant> expires,
        Optional<Integer> maximumRuns,
        SortedSet<Name> runners) {
    public Approval {
        runners = Collections.unmodifiableSortedSet(new TreeSet<>(runners));
    }

    /** For every runner. */
    public Approval(
            Name collaboration,
            Name template,
            Name owner,
            Sha256 hash,
            UserName by,
            Instant at,
            Optional<Instant> expires,
            Optional<Integer> maximumRuns) {
        this(collaboration, template, owner, hash, by, at, expires, maximumRuns, new TreeSet<>());
    }

    /** Whether it is for that hash, and not over. */
    public boolean covers(Sha256 current, Instant now) {
        return hash.equals(current) && expires.map(now::isBefore).orElse(true);
    }

    /** Whether the member may run that hash now. */
    public boolean covers(Sha256 current, Name runner, Instant now) {
        return covers(current, now) && (runners.isEmpty() || runners.contains(runner));
    }
}
