package io.cleanroom.server.collaboration;

import java.time.Instant;
import java.util.Optional;

/**
 * An owner's consent to one template of one hash. Consent to another hash says nothing: a changed template, rule or table
 * must be approved again. {@code maximumRuns} is the number of runs it is good for, if limited.
 */
public record Approval(
        Name collaboration,
        Name template,
        Name owner,
        Sha256 hash,
        UserName by,
        Instant at,
        Optional<Instant> expires,
        Optional<Integer> maximumRuns) {
    public boolean covers(Sha256 current, Instant now) {
        return hash.equals(current) && expires.map(now::isBefore).orElse(true);
    }
}
