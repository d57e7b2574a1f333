package io.cleanroom.server.audit;

import io.cleanroom.server.audit.ProtectedQuery.Delivery;
import io.cleanroom.server.audit.ProtectedQuery.State;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.store.Rows;
import io.cleanroom.server.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The rows of protected queries. */
final class ProtectedQueries {
    private final Handle handle;

    ProtectedQueries(Transaction transaction) {
        this.handle = transaction.handle();
    }

    void insert(ProtectedQuery query, State state, String decision, Instant now) {
        handle.execute(
                "INSERT INTO protected_queries (query_id, collaboration, member, user_name, kind, template, parameters,"
                        + " sql_text, state, decision, reasons, submitted_at, finished_at, result_location, engine,"
                        + " definition_hash, template_text, started_at, application_name)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                query.id(),
                query.collaboration().map(Name::text).orElse(null),
                query.runner().member().text(),
                query.runner().name().toString(),
                query.kind().name(),
                query.template().map(Name::text).orElse(null),
                query.parameters(),
                query.sql(),
                state.name(),
                decision,
                query.reasons(),
                Rows.time(now),
                state == State.REFUSED ? Rows.time(now) : null,
                query.delivery().file().orElse(null),
                query.engine(),
                query.definitionHash().map(Sha256::hex).orElse(null),
                query.templateSql().map(this::templateText).orElse(null),
                state == State.STARTED ? Rows.time(now) : null,
                query.application());
        query.concerned()
                .forEach(member -> handle.execute(
                        "INSERT INTO protected_query_members (query_id, member) VALUES (?, ?)",
                        query.id(),
                        member.text()));
        query.delivery()
                .receivers()
                .forEach(member -> handle.execute(
                        "INSERT INTO protected_query_receivers (query_id, member) VALUES (?, ?)",
                        query.id(),
                        member.text()));
    }

    /** Keeps the text, once, under its hash. */
    private String templateText(String sql) {
        String hash = Sha256.of(sql).hex();
        boolean kept = handle.select("SELECT hash FROM template_texts WHERE hash = ?", hash)
                .mapTo(String.class)
                .findOne()
                .isPresent();
        if (!kept) {
            handle.execute("INSERT INTO template_texts (hash, sql_text) VALUES (?, ?)", hash, sql);
        }
        return hash;
    }

    /** The members concerned, if the query was waiting. */
    Optional<Set<Name>> begin(String queryId, Instant now) {
        int begun = handle.execute(
                "UPDATE protected_queries SET state = 'STARTED', started_at = ?"
                        + " WHERE query_id = ? AND state = 'SUBMITTED'",
                Rows.time(now),
                queryId);
        return begun == 0 ? Optional.empty() : Optional.of(concerned(queryId));
    }

    /** The members concerned, if the query was running. */
    Optional<Set<Name>> cancelling(String queryId) {
        int marked = handle.execute(
                "UPDATE protected_queries SET state = 'CANCELLING' WHERE query_id = ? AND state = 'STARTED'", queryId);
        return marked == 0 ? Optional.empty() : Optional.of(concerned(queryId));
    }

    /** The members concerned, if the query had not ended. */
    Optional<Set<Name>> finish(
            String queryId, State state, Instant now, OptionalLong rowsOut, Optional<String> failure) {
        int finished = handle.execute(
                "UPDATE protected_queries SET state = ?, finished_at = ?, rows_out = ?, failure = ?"
                        + " WHERE query_id = ? AND state IN ('SUBMITTED', 'STARTED', 'CANCELLING')",
                state.name(),
                Rows.time(now),
                rowsOut.isPresent() ? rowsOut.getAsLong() : null,
                failure.map(f -> f.substring(0, Math.min(f.length(), 1000))).orElse(null),
                queryId);
        return finished == 0 ? Optional.empty() : Optional.of(concerned(queryId));
    }

    private Set<Name> concerned(String queryId) {
        return Set.copyOf(handle.select("SELECT member FROM protected_query_members WHERE query_id = ?", queryId)
                .map((row, context) -> Rows.name(row, "member"))
                .list());
    }

    /** In the order in which they were submitted. */
    List<QueryRecords.Interrupted> unfinished() {
        return handle.createQuery("SELECT query_id, result_location FROM protected_queries"
                        + " WHERE state IN ('SUBMITTED', 'STARTED', 'CANCELLING') ORDER BY submitted_at, query_id")
                .map((row, context) -> {
                    String id = row.getString("query_id");
                    return new QueryRecords.Interrupted(
                            id, new Delivery(receivers(id), Optional.ofNullable(row.getString("result_location"))));
                })
                .list();
    }

    private SortedSet<Name> receivers(String queryId) {
        return new TreeSet<>(handle.select("SELECT member FROM protected_query_receivers WHERE query_id = ?", queryId)
                .map((row, context) -> Rows.name(row, "member"))
                .list());
    }
}
