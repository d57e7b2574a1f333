package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.audit.AuditLog;
import io.cleanroom.server.audit.AuditRecord;
import io.cleanroom.server.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protected queries and the audit log. */
final class EvidenceRows {
    private EvidenceRows() {}

    /** Own runs, and runs that touched own tables; what came out is known to the runner's member alone. */
    static List<@Nullable Object[]> queries(View view) {
        if (view.isOperator()) {
            return List.of();
        }
        return view.transaction()
                .handle()
                .select(
                        "SELECT q.* FROM protected_queries q JOIN protected_query_members m ON m.query_id = q.query_id"
                                + " WHERE m.member = ? ORDER BY q.submitted_at, q.query_id",
                        view.member().text())
                .map((row, context) -> query(view, row))
                .list();
    }

    private static @Nullable Object[] query(View view, ResultSet row) throws SQLException {
        boolean receives = Rows.name(row, "member").equals(view.member());
        return new @Nullable Object[] {
            row.getString("query_id"),
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
            receives ? row.getString("result_location") : null,
            receives ? row.getObject("rows_out", Long.class) : null,
            row.getString("engine"),
            row.getString("definition_hash"),
            row.getString("failure")
        };
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
