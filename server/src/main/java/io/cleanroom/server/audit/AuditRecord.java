package io.cleanroom.server.audit;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A link of the chain. Records are numbered from 1 without gaps; {@code previousHash} is the hash of the record before, 64
 * zeros for the first. {@code hash} is the SHA-256 of the UTF-8 text
 *
 * <pre>cleanroom audit 1\n F(seq) F(at) F(actor) F(action) F(subject) F(detail) F(concerns) F(previousHash)</pre>
 *
 * without the spaces, where F(x) is the number of bytes of x in UTF-8, a colon, and x; {@code at} is ISO-8601 in UTC as
 * {@link Instant#toString()} writes it, in microseconds at most; {@code concerns} are sorted and joined by line feeds.
 */
public record AuditRecord(
        long seq,
        Instant at,
        String actor,
        String action,
        String subject,
        String detail,
        SortedSet<Name> concerns,
        Sha256 previousHash,
        Sha256 hash) {
    /** What the first record follows. */
    public static final Sha256 GENESIS = new Sha256("0".repeat(64));

    public AuditRecord {
        concerns = Collections.unmodifiableSortedSet(new TreeSet<>(concerns));
    }

    /** The record that follows {@code previousHash}. */
    static AuditRecord chained(
            long seq,
            Instant at,
            String actor,
            String action,
            String subject,
            String detail,
            SortedSet<Name> concerns,
            Sha256 previousHash) {
        AuditRecord unsealed =
                new AuditRecord(seq, at, actor, action, subject, detail, concerns, previousHash, GENESIS);
        return new AuditRecord(
                seq, at, actor, action, subject, detail, concerns, previousHash, unsealed.expectedHash());
    }

    /** The hash that this content has; equal to {@link #hash} unless somebody changed one of them. */
    Sha256 expectedHash() {
        StringBuilder text = new StringBuilder("cleanroom audit 1\n");
        field(text, Long.toString(seq));
        field(text, at.toString());
        field(text, actor);
        field(text, action);
        field(text, subject);
        field(text, detail);
        field(text, concernsText());
        field(text, previousHash.hex());
        return Sha256.of(text.toString());
    }

    String concernsText() {
        return concerns.stream().map(Name::text).collect(Collectors.joining("\n"));
    }

    private static void field(StringBuilder text, String value) {
        text.append(value.getBytes(StandardCharsets.UTF_8).length).append(':').append(value);
    }
}
