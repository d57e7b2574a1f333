package io.cleanroom.server.audit;

import io.cleanroom.server.audit.ProtectedQuery.State;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.Transaction;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Puts queries on record: before they run, or they do not run, and after. Each call writes the query's row and the audit
 * record in one transaction, on the disk when it returns.
 */
public final class QueryRecords {
    /** Texts longer than this are not recorded, so the query is not run. */
    private static final int MAXIMUM_TEXT = 500_000;

    /** What one audit record can hold of a query and its template together, as JSON. */
    private static final int MAXIMUM_DETAIL = 1_000_000;

    private static final int MAXIMUM_REASONS = 100_000;

    private static final String SERVER = "server";

    private final Store store;
    private final AuditLog audit;
    private final Clock clock;

    public QueryRecords(Store store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /** A run that a stopped server left unfinished, and whom its rows were for. */
    public record Interrupted(String id, ProtectedQuery.Delivery delivery) {}

    /**
     * An approved query waits for its turn. Refuses if an approval's runs or a table's access budget are used up, and counts
     * this one against both.
     */
    public void submitted(ProtectedQuery query) {
        admit(query, State.SUBMITTED, Action.QUERY_SUBMITTED);
    }

    /** As {@link #submitted}, for an approved query that runs at once. */
    public void started(ProtectedQuery query) {
        admit(query, State.STARTED, Action.QUERY_STARTED);
    }

    private void admit(ProtectedQuery query, State state, Action action) {
        checkLength(query);
        store.write(t -> {
            countRun(t, query);
            BudgetCharge.charge(t, query, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
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
                .begin(queryId, clock.instant())
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

    /** A running query is being stopped at the user's request; false if it did not run. */
    public boolean cancelling(String queryId, Principal user) {
        return store.write(t -> new ProtectedQueries(t)
                .cancelling(queryId)
                .map(concerned -> audit.append(
                        t,
                        new AuditEntry(user.name().toString(), Action.QUERY_CANCELLING, queryId, Map.of(), concerned)))
                .isPresent());
    }

    /** At the start of a server: what a stopped server left unfinished, oldest first. */
    public List<Interrupted> interrupted() {
        return store.read(t -> new ProtectedQueries(t).unfinished());
    }

    /** At the start of a server: what a stopped server left unfinished has failed. Returns how many there were. */
    public int failInterrupted() {
        List<Interrupted> interrupted = interrupted();
        interrupted.forEach(run -> finished(
                run.id(),
                State.FAILED,
                OptionalLong.empty(),
                Optional.of("the server was stopped before it was complete; submit it again")));
        return interrupted.size();
    }

    private boolean finish(Transaction t, String queryId, State state, OptionalLong rowsOut, Optional<String> failure) {
        if (state == State.SUBMITTED || state == State.STARTED || state == State.CANCELLING) {
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
        if (!query.delivery().receivers().isEmpty()) {
            detail.put(
                    "result_receivers",
                    query.delivery().receivers().stream().map(Name::text).collect(Collectors.joining(", ")));
            detail.put(
                    "result_location",
                    query.delivery()
                            .file()
                            .orElse("ResultSet of " + query.runner().name()));
        }
        detail.put("kind", query.kind().name());
        detail.put("decision", decision);
        detail.put("engine", query.engine());
        if (!query.application().isEmpty()) {
            detail.put("application_name", query.application());
        }
        detail.put("sql", query.sql());
        if (!query.parameters().isEmpty()) {
            detail.put("parameters", query.parameters());
        }
        if (!query.reasons().isEmpty()) {
            detail.put("reasons", query.reasons());
        }
        query.templateSql().ifPresent(sql -> {
            detail.put("template_sha256", Sha256.of(sql).hex());
            detail.put("template_sql", sql);
            if (Json.object(detail).length() > MAXIMUM_DETAIL) {
                // The record of CREATE ANALYSIS TEMPLATE has the text of that hash.
                detail.remove("template_sql");
            }
        });
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
        for (String text : List.of(query.sql(), query.parameters())) {
            if (text.length() > MAXIMUM_TEXT) {
                throw new Problem(
                        Code.LIMIT_REACHED,
                        "a query and its parameters have at most " + MAXIMUM_TEXT + " characters each. Provided: "
                                + text.length());
            }
        }
        if (query.sql().length() + query.parameters().length() + query.reasons().length()
                        > MAXIMUM_TEXT + MAXIMUM_REASONS
                || query.reasons().length() > MAXIMUM_REASONS) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "a query, its parameters and what is to be said of them are too long for one record; shorten the"
                            + " query");
        }
    }
}
