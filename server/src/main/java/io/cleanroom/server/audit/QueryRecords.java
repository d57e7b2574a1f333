package io.cleanroom.server.audit;

import io.cleanroom.server.audit.ProtectedQuery.State;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts queries on record: before they run, or they do not run, and after. Each call writes the query's row and the audit
 * record in one transaction, on the disk when it returns.
 */
public final class QueryRecords {
    /** Texts longer than this are not recorded, so the query is not run. */
    private static final int MAXIMUM_TEXT = 100_000;

    private static final String SERVER = "server";

    private final Store store;
    private final AuditLog audit;
    private final Clock clock;

    public QueryRecords(Store store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /** An approved query waits for its turn. Refuses if an approval's runs are used up, and counts this one. */
    public void submitted(ProtectedQuery query) {
        admit(query, State.SUBMITTED, Action.QUERY_SUBMITTED);
    }

    /** An approved query is about to run. Refuses if an approval's runs are used up, and counts this one. */
    public void started(ProtectedQuery query) {
        admit(query, State.STARTED, Action.QUERY_STARTED);
    }

    private void admit(ProtectedQuery query, State state, Action action) {
        checkLength(query);
        store.write(t -> {
            countRun(t, query);
            return insert(t, query, state, action, "APPROVED");
        });
    }

    /** The query will not run, for its reasons. */
    public void refused(ProtectedQuery query) {
        checkLength(query);
        store.write(t -> insert(t, query, State.REFUSED, Action.QUERY_REFUSED, "REFUSED"));
    }

    /** A submitted query begins to run; false if it was cancelled meanwhile. */
    public boolean began(String queryId) {
        return store.write(t -> new ProtectedQueries(t)
                .begin(queryId)
                .map(concerned ->
                        audit.append(t, new AuditEntry(SERVER, Action.QUERY_STARTED, queryId, Map.of(), concerned)))
                .isPresent());
    }

    /**
     * The query's end, once: false if it had ended before.
     *
     * @param rowsOut known to the receiver alone, and in no audit record
     * @param failure in words for the runner
     */
    public boolean finished(String queryId, State state, OptionalLong rowsOut, Optional<String> failure) {
        return store.write(t -> finish(t, queryId, state, rowsOut, failure));
    }

    /** At the start of a server: what a stopped server left running has failed. Returns how many there were. */
    public int failInterrupted() {
        List<String> interrupted = store.read(t -> new ProtectedQueries(t).unfinished());
        interrupted.forEach(id -> store.write(t ->
                finish(t, id, State.FAILED, OptionalLong.empty(), Optional.of("the server was stopped while it ran"))));
        return interrupted.size();
    }

    private boolean finish(Transaction t, String queryId, State state, OptionalLong rowsOut, Optional<String> failure) {
        if (state == State.SUBMITTED || state == State.STARTED) {
            throw new IllegalArgumentException("not an end: " + state);
        }
        Optional<Set<Name>> concerned =
                new ProtectedQueries(t).finish(queryId, state, clock.instant(), rowsOut, failure);
        concerned.ifPresent(members -> {
            TreeMap<String, String> detail = new TreeMap<>();
            detail.put("state", state.name());
            failure.ifPresent(f -> detail.put("failure", f));
            audit.append(t, new AuditEntry(SERVER, Action.QUERY_FINISHED, queryId, detail, members));
        });
        return concerned.isPresent();
    }

    private boolean insert(Transaction t, ProtectedQuery query, State state, Action action, String decision) {
        new ProtectedQueries(t).insert(query, state, decision, clock.instant());
        TreeMap<String, String> detail = new TreeMap<>();
        query.collaboration().ifPresent(c -> detail.put("collaboration", c.text()));
        query.template().ifPresent(name -> detail.put("template", name.text()));
        query.definitionHash().ifPresent(hash -> detail.put("definition_hash", hash.hex()));
        query.resultLocation().ifPresent(location -> detail.put("result_location", location));
        detail.put("kind", query.kind().name());
        detail.put("decision", decision);
        detail.put("engine", query.engine());
        detail.put("sql", query.sql());
        if (!query.parameters().isEmpty()) {
            detail.put("parameters", query.parameters());
        }
        if (!query.reasons().isEmpty()) {
            detail.put("reasons", query.reasons());
        }
        audit.append(
                t, new AuditEntry(query.runner().name().toString(), action, query.id(), detail, query.concerned()));
        return true;
    }

    private static void countRun(Transaction t, ProtectedQuery query) {
        if (query.collaboration().isEmpty() || query.template().isEmpty()) {
            return;
        }
        Name collaboration = query.collaboration().get();
        Name template = query.template().get();
        for (Approval approval : t.approvals().of(collaboration)) {
            int maximum = approval.maximumRuns().orElse(Integer.MAX_VALUE);
            if (approval.template().equals(template) && t.approvals().runs(approval) >= maximum) {
                throw new Problem(
                        Code.NOT_READY,
                        "TEMPLATE_NOT_APPROVED: the approval of " + template.sql() + " by "
                                + approval.owner().sql() + " was for " + maximum
                                + " runs, and they are used up; its owner may approve it again");
            }
        }
        t.approvals().countRun(collaboration, template);
    }

    private static void checkLength(ProtectedQuery query) {
        for (String text : List.of(query.sql(), query.parameters(), query.reasons())) {
            if (text.length() > MAXIMUM_TEXT) {
                throw new Problem(
                        Code.LIMIT_REACHED,
                        "a query, its parameters and its reasons have at most " + MAXIMUM_TEXT
                                + " characters each. Provided: " + text.length());
            }
        }
    }
}
