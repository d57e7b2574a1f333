package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.audit.AuditLog;
import io.cleanroom.server.audit.AuditRecord;
import io.cleanroom.server.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Protected queries and the audit log. */
final class EvidenceRows {
    private EvidenceRows() {}

    /**
     * Own runs, runs for the member, and runs that touched its tables, with where the rows went. How many there were is known
     * to their receivers alone; how far a run is, to its runner.
     */
    static List<@Nullable Object[]> queries(View view, LiveRuns live) {
        if (view.isOperator()) {
            return List.of();
        }
        Map<String, SortedSet<String>> receivers = receivers(view);
        return view.transaction()
                .handle()
                .select(
                        "SELECT q.*, t.sql_text AS template_sql FROM protected_queries q"
                                + " JOIN protected_query_members m ON m.query_id = q.query_id"
                                + " LEFT JOIN template_texts t ON t.hash = q.template_text"
                                + " WHERE m.member = ? ORDER BY q.submitted_at, q.query_id",
                        view.member().text())
                .map((row, context) ->
                        query(view, live, row, receivers.getOrDefault(row.getString("query_id"), new TreeSet<>())))
                .list();
    }

    private static Map<String, SortedSet<String>> receivers(View view) {
        Map<String, SortedSet<String>> receivers = new HashMap<>();
        view.transaction()
                .handle()
                .select(
                        "SELECT r.query_id, r.member FROM protected_query_receivers r"
                                + " JOIN protected_query_members m ON m.query_id = r.query_id WHERE m.member = ?",
                        view.member().text())
                .map((row, context) -> receivers
                        .computeIfAbsent(row.getString("query_id"), id -> new TreeSet<>())
                        .add(row.getString("member")))
                .list();
        return receivers;
    }

    private static @Nullable Object[] query(View view, LiveRuns live, ResultSet row, SortedSet<String> receivers)
            throws SQLException {
        String id = row.getString("query_id");
        boolean receives = receivers.contains(view.member().text());
        boolean own = Rows.name(row, "member").equals(view.member());
        boolean runs = row.getObject("finished_at") == null;
        return new @Nullable Object[] {
            id,
            row.getString("collaboration"),
            row.getString("member"),
            row.getString("user_name"),
            row.getString("kind"),
            row.getString("template"),
            row.getString("parameters"),
            row.getString("sql_text"),
            row.getString("state"),
            row.getString("decision"),
            row.getString("reasons"),
            row.getObject("submitted_at", LocalDateTime.class),
            row.getObject("finished_at", LocalDateTime.class),
            row.getString("result_location"),
            receives ? row.getObject("rows_out", Long.class) : null,
            row.getString("engine"),
            row.getString("definition_hash"),
            own ? row.getString("failure") : null,
            String.join(", ", receivers),
            row.getObject("started_at", LocalDateTime.class),
            own && runs ? number(live.position(id)) : null,
            own && runs ? number(live.percent(id)) : null,
            row.getString("template_sql"),
            row.getString("application_name")
        };
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    static List<@Nullable Object[]> audit(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (AuditRecord record : AuditLog.visibleTo(view.transaction(), view.principal())) {
            rows.add(new @Nullable Object[] {
                record.seq(),
                Rows.time(record.at()),
                record.actor(),
                record.action(),
                record.subject(),
                view.isOperator() && Action.of(record.action()).ownersAlone() ? null : record.detail(),
                record.previousHash().hex(),
                record.hash().hex()
            });
        }
        return rows;
    }
}
