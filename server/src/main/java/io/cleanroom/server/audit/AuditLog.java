package io.cleanroom.server.audit;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.store.Rows;
import io.cleanroom.server.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The chain in the store. A record is appended in the transaction of what it records: both are there, or neither. */
public final class AuditLog {
    private final Clock clock;

    public AuditLog(Clock clock) {
        this.clock = clock;
    }

    /** Appends at the end of the chain; writers run one after another, so there is one end. */
    public AuditRecord append(Transaction transaction, AuditEntry entry) {
        Handle handle = transaction.handle();
        Optional<AuditRecord> last = last(transaction);
        AuditRecord record = AuditRecord.chained(
                last.map(AuditRecord::seq).orElse(0L) + 1,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                clean(entry.actor()),
                entry.action().text(),
                clean(entry.subject()),
                clean(Json.object(entry.detail())),
                entry.concerns(),
                last.map(AuditRecord::hash).orElse(AuditRecord.GENESIS));
        handle.execute(
                "INSERT INTO audit_log (seq, recorded_at, actor, action, subject, detail, concerns, previous_hash, hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                record.seq(),
                Rows.time(record.at()),
                record.actor(),
                record.action(),
                record.subject(),
                record.detail(),
                record.concernsText(),
                record.previousHash().hex(),
                record.hash().hex());
        for (Name member : record.concerns()) {
            handle.execute("INSERT INTO audit_concerns (seq, member) VALUES (?, ?)", record.seq(), member.text());
        }
        return record;
    }

    /** Text that every store and every encoding gives back as it was: no NUL, no half of a surrogate pair. */
    private static String clean(String text) {
        int[] points = text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .toArray();
        return new String(points, 0, points.length);
    }

    /** The newest record. */
    public static Optional<AuditRecord> last(Transaction transaction) {
        return find(transaction, "SELECT * FROM audit_log ORDER BY seq DESC LIMIT 1").stream()
                .findFirst();
    }

    /** Up to {@code limit} records after {@code seq}, up to and including {@code last}, in order. */
    static List<AuditRecord> between(Transaction transaction, long seq, long last, int limit) {
        return find(
                transaction,
                "SELECT * FROM audit_log WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT " + limit,
                Long.valueOf(seq),
                Long.valueOf(last));
    }

    /**
     * The records that the principal may know of: a member, those that concern it; the operator, all but those of queries.
     * Details of members' own definitions are not for the operator, see {@link Action#ownersAlone}.
     */
    public static List<AuditRecord> visibleTo(Transaction transaction, Principal principal) {
        return principal.isOperator()
                ? find(transaction, "SELECT * FROM audit_log WHERE action NOT LIKE 'QUERY %' ORDER BY seq")
                : find(
                        transaction,
                        "SELECT a.* FROM audit_log a JOIN audit_concerns c ON c.seq = a.seq"
                                + " WHERE c.member = ? ORDER BY a.seq",
                        principal.member().text());
    }

    private static List<AuditRecord> find(Transaction transaction, String sql, Object... arguments) {
        return transaction
                .handle()
                .select(sql, arguments)
                .map((row, context) -> record(row))
                .list();
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong("seq"),
                Rows.time(row, "recorded_at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail"),
                concerns(row.getString("concerns")),
                new Sha256(row.getString("previous_hash")),
                new Sha256(row.getString("hash")));
    }

    private static SortedSet<Name> concerns(String text) {
        return text.lines().map(Name::of).collect(Collectors.toCollection(TreeSet::new));
    }
}
