package io.cleanroom.server.audit;

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
                        + " definition_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                query.resultLocation().orElse(null),
                query.engine(),
                query.definitionHash().map(Sha256::hex).orElse(null));
        query.concerned()
                .forEach(member -> handle.execute(
                        "INSERT INTO protected_query_members (query_id, member) VALUES (?, ?)",
                        query.id(),
                        member.text()));
    }

    /** The members concerned, if the query was waiting. */
    Optional<Set<Name>> begin(String queryId) {
        int begun = handle.execute(
                "UPDATE protected_queries SET state = 'STARTED' WHERE query_id = ? AND state = 'SUBMITTED'", queryId);
        return begun == 0 ? Optional.empty() : Optional.of(concerned(queryId));
    }

    /** The members concerned, if the query had not ended. */
    Optional<Set<Name>> finish(
            String queryId, State state, Instant now, OptionalLong rowsOut, Optional<String> failure) {
        int finished = handle.execute(
                "UPDATE protected_queries SET state = ?, finished_at = ?, rows_out = ?, failure = ?"
                        + " WHERE query_id = ? AND state IN ('SUBMITTED', 'STARTED')",
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

    List<String> unfinished() {
        return handle.select("SELECT query_id FROM protected_queries WHERE state IN ('SUBMITTED', 'STARTED')")
                .mapTo(String.class)
                .list();
    }
}
