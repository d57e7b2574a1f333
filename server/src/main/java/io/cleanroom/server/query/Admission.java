package io.cleanroom.server.query;

import io.cleanroom.server.audit.ProtectedQuery;
import io.cleanroom.server.audit.ProtectedQuery.Delivery;
import io.cleanroom.server.audit.ProtectedQuery.UsedTable;
import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.definition.DefinitionText;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.ParameterCheck;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From a text to a query that may run, or a refusal on record. */
final class Admission {
    private final Decisions decisions;
    private final QueryRecords records;
    private final String engine;

    Admission(Decisions decisions, QueryRecords records, String engine) {
        this.decisions = decisions;
        this.records = records;
        this.engine = engine;
    }

    /** An approved query with its values, and what will be on record of it. */
    record Admitted(BoundQuery bound, ApprovedQuery query, List<@Nullable Object> parameters, ProtectedQuery record) {}

    Decisions decisions() {
        return decisions;
    }

    /** Decides; a query that names a table of the room and does not bind is on record as refused. */
    Decisions.Decided decide(SessionContext session, String sql, SortedSet<Name> receivers) {
        try {
            return decisions.decide(session, sql, receivers);
        } catch (Problem e) {
            recordUnbound(session, sql, e);
            throw e;
        }
    }

    private void recordUnbound(SessionContext session, String sql, Problem problem) {
        Optional<Room> room = decisions.roomOf(session, sql);
        SortedSet<UsedTable> tables =
                room.map(r -> MentionedTables.tables(sql, r)).orElseGet(TreeSet::new);
        if (!tables.isEmpty()) {
            records.refused(new ProtectedQuery(
                    ProtectedQuery.newId(),
                    session.principal(),
                    room.map(r -> r.collaboration().name()),
                    ProtectedQuery.Kind.DIRECT,
                    Optional.empty(),
                    "",
                    sql,
                    Optional.empty(),
                    problem.text(),
                    tables,
                    Delivery.none(),
                    engine,
                    room.map(DefinitionText::hash),
                    session.application()));
        }
    }

    /** What may run, as it will be recorded; a refusal is thrown, and on record. */
    Admitted admit(
            SessionContext session,
            Decisions.Decided decided,
            String sql,
            List<@Nullable Object> markers,
            Delivery delivery) {
        session.principal().require(Role.ANALYST, "a query of members' tables");
        BoundQuery query = decided.query();
        List<@Nullable Object> parameters = parameters(session, query, sql, markers);
        String recorded = RecordedParameters.text(query.parameters(), parameters);
        if (decided.decision() instanceof Decision.Refused refused) {
            records.refused(describe(session, query, sql, recorded, refused.text(), Delivery.none(), true));
            throw refused.problem();
        }
        ApprovedQuery approved = ((Decision.Approved) decided.decision()).query();
        boolean reads = !approved.sources().isEmpty();
        return new Admitted(query, approved, parameters, describe(session, query, sql, recorded, "", delivery, reads));
    }

    /** Puts it on record as it begins or waits; what its approvals and budgets do not allow is on record as refused. */
    void record(Admitted admitted, Consumer<ProtectedQuery> state) {
        try {
            state.accept(admitted.record());
        } catch (Problem e) {
            ProtectedQuery r = admitted.record();
            records.refused(new ProtectedQuery(
                    r.id(),
                    r.runner(),
                    r.collaboration(),
                    r.kind(),
                    r.template(),
                    r.parameters(),
                    r.sql(),
                    r.templateSql(),
                    e.text(),
                    r.tables(),
                    Delivery.none(),
                    r.engine(),
                    r.definitionHash(),
                    r.application()));
            throw e;
        }
    }

    /** The values; a query that is given wrong ones is on record as refused. */
    private List<@Nullable Object> parameters(
            SessionContext session, BoundQuery query, String sql, List<@Nullable Object> markers) {
        try {
            return ParameterCheck.values(query.parameters(), markers);
        } catch (Problem e) {
            records.refused(describe(session, query, sql, "", e.text(), Delivery.none(), true));
            throw e;
        }
    }

    /**
     * What is recorded.
     *
     * @param reads whether files are read: a query that is provably empty uses no table, though it names some
     */
    private ProtectedQuery describe(
            SessionContext session,
            BoundQuery query,
            String sql,
            String parameters,
            String reasons,
            Delivery delivery,
            boolean reads) {
        SortedSet<UsedTable> tables = new TreeSet<>();
        if (reads) {
            query.tables().forEach(t -> tables.add(used(t.shared())));
        }
        Optional<Name> template = query.templates().isEmpty()
                ? Optional.empty()
                : Optional.of(query.templates().first());
        return new ProtectedQuery(
                ProtectedQuery.newId(),
                session.principal(),
                query.room().map(r -> r.collaboration().name()),
                template.isPresent() ? ProtectedQuery.Kind.TEMPLATE : ProtectedQuery.Kind.DIRECT,
                template,
                parameters,
                sql,
                template.flatMap(name -> query.room().flatMap(r -> r.template(name)))
                        .map(AnalysisTemplate::sql),
                reasons,
                tables,
                delivery,
                engine,
                query.room().map(DefinitionText::hash),
                session.application());
    }

    static UsedTable used(SharedTable shared) {
        return new UsedTable(shared.owner(), shared.table().name());
    }
}
