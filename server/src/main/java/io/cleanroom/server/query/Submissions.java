package io.cleanroom.server.query;

import io.cleanroom.server.audit.ProtectedQuery.Delivery;
import io.cleanroom.server.audit.ProtectedQuery.State;
import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.Progress;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.results.Drafts;
import io.cleanroom.server.results.ResultLocations;
import io.cleanroom.server.sql.statement.Query;
import io.cleanroom.server.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Queries that outlive their connection: on record before they wait, decided again before they run, written into the
 * receivers' result locations. Whatever happens, each gets one final state.
 */
final class Submissions implements AutoCloseable {
    static final List<OutputColumn> COLUMNS = List.of(new OutputColumn("query_id", ColumnType.varchar(0)));

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Store store;
    private final Admission admission;
    private final QueryRecords records;
    private final Engine engine;
    private final RunSources sources;
    private final ResultLocations results;
    private final Places places;
    private final RunningQueries running;
    private final Map<String, Submitted> submitted = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "submitted-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    Submissions(
            Store store,
            Admission admission,
            QueryRecords records,
            Engine engine,
            RunSources sources,
            ResultLocations results,
            Places places,
            RunningQueries running) {
        this.store = store;
        this.admission = admission;
        this.records = records;
        this.engine = engine;
        this.sources = sources;
        this.results = results;
        this.places = places;
        this.running = running;
    }

    /** One that waits or runs. */
    private record Submitted(
            SessionContext session,
            Admission.Admitted admitted,
            SortedSet<Name> receivers,
            Drafts drafts,
            Places.Place place,
            Cancellation cancellation,
            Progress progress) {
        String id() {
            return admitted.record().id();
        }
    }

    /** The receivers as written, or the usual ones. */
    SortedSet<Name> receivers(SessionContext session, Query.Submit submit) {
        if (!submit.receivers().isEmpty()) {
            return new TreeSet<>(submit.receivers());
        }
        Name runner = session.principal().member();
        return admission
                .decisions()
                .room(session, submit.node())
                .map(room -> Receivers.only(room, runner))
                .orElseGet(() -> new TreeSet<>(List.of(runner)));
    }

    Decisions.Decided decide(SessionContext session, Query.Submit submit, String sql) {
        Decisions.Decided decided = admission.decide(session, sql, receivers(session, submit));
        if (decided.query().tables().isEmpty()) {
            throw ProtectedQueryRunner.notSubmitted();
        }
        return decided;
    }

    /** Takes it on, and answers with one row: its id. */
    Answer submit(SessionContext session, Query.Submit submit, String sql, List<@Nullable Object> markers) {
        if (closed) {
            throw new Problem(Code.SHUTTING_DOWN, "the server is shutting down");
        }
        ResultLocations.Target target = ResultLocations.target(submit.into(), submit.format());
        SortedSet<Name> receivers = receivers(session, submit);
        Decisions.Decided decided = decide(session, submit, sql);
        Admission.Admitted admitted =
                admission.admit(session, decided, sql, markers, new Delivery(receivers, Optional.of(target.path())));
        List<Member> members = members(decided.query().room().orElseThrow(), receivers);
        members.forEach(member -> check(member, target));
        Places.Place place = places.enter(session.principal().member());
        Submitted run = new Submitted(
                session,
                admitted,
                receivers,
                results.draft(admitted.record().id(), target, members),
                place,
                new Cancellation(),
                new Progress());
        try {
            admission.record(admitted, records::submitted);
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
        submitted.put(run.id(), run);
        running.add(admitted.record(), place, run.cancellation(), run.progress(), () -> cancelWaiting(run));
        var unused = place.granted().thenRunAsync(() -> run(run), executor);
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(new @Nullable Object[] {run.id()});
        return new Answer.Rows(COLUMNS, RowStream.of(rows), decided.warnings());
    }

    /** Also another run may be about to write it. */
    private void check(Member receiver, ResultLocations.Target target) {
        boolean promised = submitted.values().stream()
                .map(run -> run.admitted().record().delivery())
                .anyMatch(d -> d.receivers().contains(receiver.name())
                        && d.file().filter(target.path()::equals).isPresent());
        if (promised) {
            throw ResultLocations.taken(receiver, target.path());
        }
        results.check(receiver, target);
    }

    /** In the words that the policy has for receivers, members that are none have been refused before. */
    private List<Member> members(Room room, SortedSet<Name> receivers) {
        return store.read(t -> receivers.stream()
                .filter(name -> room.collaboration().membership(name).isPresent())
                .map(name -> t.members().find(name).orElseThrow())
                .toList());
    }

    private void cancelWaiting(Submitted run) {
        if (!run.place().isGranted()) {
            end(run, State.CANCELLED, OptionalLong.empty(), Optional.of("cancelled before it began"));
        }
    }

    private void run(Submitted run) {
        if (run.cancellation().isCancelled() || closed || !records.began(run.id())) {
            end(run, State.CANCELLED, OptionalLong.empty(), Optional.of("cancelled before it began"));
            return;
        }
        try {
            checkAgain(run);
            long rows = new ResultWriting(engine, sources, run.drafts())
                    .write(run.admitted(), run.cancellation(), run.progress());
            end(run, State.SUCCESS, OptionalLong.of(rows), Optional.empty());
        } catch (RuntimeException | Error e) {
            Problem told = Failures.told(run.id(), e);
            end(run, Ending.stateOf(told), OptionalLong.empty(), Optional.of(told.text()));
        }
    }

    /** What was approved then is approved still, for a user that may still ask, and is still the same. */
    private void checkAgain(Submitted run) {
        boolean mayAsk = store.read(
                        t -> t.users().find(run.session().principal().name()))
                .filter(u -> u.roles().contains(Role.ANALYST))
                .isPresent();
        if (!mayAsk) {
            throw new Problem(Code.NOT_PERMITTED, "its user may not query any more");
        }
        Decisions.Decided now = admission
                .decisions()
                .decide(run.session(), run.admitted().record().sql(), run.receivers());
        if (now.decision() instanceof Decision.Refused refused) {
            throw refused.problem();
        }
        ApprovedQuery approved = ((Decision.Approved) now.decision()).query();
        boolean same = approved.sql().equals(run.admitted().query().sql())
                && approved.sources().equals(run.admitted().query().sources())
                && now.query().parameters().equals(run.admitted().bound().parameters());
        if (!same) {
            throw new Problem(Code.NOT_READY, "the definitions changed while it waited; submit it again");
        }
    }

    /** Records the outcome, once, and lets go of everything. */
    private void end(Submitted run, State state, OptionalLong rows, Optional<String> failure) {
        try {
            boolean stopped = closed && state != State.SUCCESS;
            records.finished(
                    run.id(),
                    stopped ? State.FAILED : state,
                    rows,
                    stopped ? Optional.of("the server was stopped before it was complete; submit it again") : failure);
        } finally {
            running.remove(run.id());
            submitted.remove(run.id());
            run.drafts().close();
            run.place().close();
        }
    }

    /** What waits or runs has failed; gives the runs a moment to say so. */
    @Override
    public void close() {
        closed = true;
        for (Submitted run : submitted.values()) {
            run.cancellation().cancel();
            cancelWaiting(run);
        }
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
