package io.cleanroom.server.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.PolicyEngine;
import io.cleanroom.server.policy.QueryEffect;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.sql.SqlText;
import io.cleanroom.server.sql.SystemSchema;
import io.cleanroom.server.sql.statement.Query;
import io.cleanroom.server.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlNode;

/**
 * Decides queries and remembers what was decided. The key of a decision holds everything it depends on: the member that
 * asks, the collaboration, the version of all definitions, which of the called templates are approved at this moment, and
 * the text. No change of a rule, approval, ability or definition can meet an older decision, because it makes another key.
 */
final class Decisions {
    private static final int REMEMBERED = 2_000;

    /** A text as a member asks it, under one version of the definitions. */
    private record Asked(Name runner, Optional<Name> collaboration, long version, String text) {}

    private record Judged(Asked asked, SortedSet<Name> approved, SortedSet<Name> receivers) {}

    /** {@code plan} is the key under which the plan, and so the decision, is kept: calls that differ in values share it. */
    private record Bound(Asked plan, BoundQuery query, boolean runs) {}

    /**
     * What was bound, and what was decided about it.
     *
     * @param warnings what a reviewer of the called template was told, too; none without a template
     */
    record Decided(BoundQuery query, Decision decision, List<String> warnings) {}

    private record Verdict(Decision decision, List<String> warnings) {}

    private final Store store;
    private final QueryBinder binder;
    private final PolicyEngine policy;
    private final Clock clock;
    private final Cache<Asked, Bound> bound =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Cache<Judged, Verdict> judged =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    Decisions(Store store, QueryBinder binder, PolicyEngine policy, Clock clock) {
        this.store = store;
        this.binder = binder;
        this.policy = policy;
        this.clock = clock;
    }

    /** The session's room as it is now; empty without a collaboration, or with one that is gone. */
    Optional<Room> room(SessionContext session) {
        return session.collaboration().flatMap(name -> store.read(t -> t.room(name)));
    }

    /** The room that the query's own names are qualified with, if the member takes part in it; else the session's. */
    Optional<Room> room(SessionContext session, SqlNode node) {
        SortedSet<Name> schemas = QueryBinder.schemas(node);
        schemas.remove(SystemSchema.NAME);
        if (schemas.size() != 1) {
            return room(session);
        }
        Name member = session.principal().member();
        return store.read(t -> t.room(schemas.first()))
                .filter(r -> r.collaboration()
                        .membership(member)
                        .filter(m -> m.status() == Membership.Status.ACTIVE)
                        .isPresent())
                .or(() -> room(session));
    }

    /** The room that a query's text belongs to, as far as it can be read. */
    Optional<Room> roomOf(SessionContext session, String sql) {
        try {
            return SqlText.parse(sql) instanceof Query query ? room(session, query.node()) : Optional.empty();
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    /** Decides the text as asked now, for the runner's own eyes; throws {@code Problem} if it does not bind. */
    Decided decide(SessionContext session, String sql) {
        return decide(session, sql, new TreeSet<>(Set.of(session.principal().member())));
    }

    /** Decides the text as asked now, with rows for the receivers; throws {@code Problem} if it does not bind. */
    Decided decide(SessionContext session, String sql, SortedSet<Name> receivers) {
        Asked asked = asked(session, sql);
        Bound known = bound.getIfPresent(asked);
        if (known == null) {
            Query query = (Query) SqlText.parse(sql);
            known = bind(asked, session, query.node(), sql, query instanceof Query.Select);
            bound.put(asked, known);
        }
        return decided(known, receivers);
    }

    /** Whether the text was bound under the present definitions, and is a query to run. */
    boolean isKnown(SessionContext session, String sql) {
        Bound known = bound.getIfPresent(asked(session, sql));
        return known != null && known.runs();
    }

    private Asked asked(SessionContext session, String text) {
        return new Asked(session.principal().member(), session.collaboration(), store.version(), text);
    }

    private Bound bind(Asked asked, SessionContext session, SqlNode node, String sql, boolean runs) {
        Optional<Room> room = room(session, node);
        Optional<Name> collaboration = room.map(r -> r.collaboration().name());
        Name runner = session.principal().member();
        // Definitions may have changed since the version was read: then the key is of the room that was read.
        long version = room.map(Room::version).orElse(asked.version());
        Optional<QueryBinder.TemplateCall> call = QueryBinder.templateCall(room, node);
        if (call.isEmpty()) {
            return new Bound(
                    new Asked(runner, collaboration, version, sql), binder.bind(runner, room, node, sql), runs);
        }
        AnalysisTemplate template = call.get().template();
        Asked plan = new Asked(runner, collaboration, version, "\u0001" + template.name());
        Bound opaque =
                bound.get(plan, key -> new Bound(key, binder.bindTemplate(runner, room.orElseThrow(), template), true));
        return new Bound(plan, opaque.query().withParameters(call.get().parameters()), runs);
    }

    private Decided decided(Bound known, SortedSet<Name> receivers) {
        BoundQuery query = known.query();
        SortedSet<Name> approved = query.room()
                .map(room -> TemplateApprovals.approved(room, query.templates(), query.runner(), clock.instant()))
                .orElseGet(TreeSet::new);
        Verdict verdict = judged.get(
                new Judged(known.plan(), approved, receivers), key -> verdict(query, Set.copyOf(approved), receivers));
        return new Decided(query, verdict.decision(), verdict.warnings());
    }

    /** Decides a template as a member that may query would call it, approved or not. */
    Decided decideTemplate(Name runner, Room room, AnalysisTemplate template) {
        BoundQuery query = binder.bindTemplate(runner, room, template);
        Verdict verdict = verdict(query, Set.of(template.name()), Receivers.usual(room, runner));
        return new Decided(query, verdict.decision(), verdict.warnings());
    }

    private Verdict verdict(BoundQuery query, Set<Name> approved, SortedSet<Name> receivers) {
        Decision decision = policy.decide(query, approved, receivers);
        return new Verdict(
                decision,
                query.templates().isEmpty() || decision instanceof Decision.Refused
                        ? List.of()
                        : List.copyOf(QueryEffect.of(query).warnings()));
    }
}
