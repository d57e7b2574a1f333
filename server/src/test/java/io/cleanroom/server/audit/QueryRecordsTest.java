package io.cleanroom.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.audit.ProtectedQuery.Delivery;
import io.cleanroom.server.audit.ProtectedQuery.Kind;
import io.cleanroom.server.audit.ProtectedQuery.State;
import io.cleanroom.server.audit.ProtectedQuery.UsedTable;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.StoreConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryRecordsTest {
    private static final Principal ANA = new Principal(UserName.parse("advertiserco/ana"), Set.of(Role.ANALYST));
    private static final Name ROOM = Name.of("room");
    private static final Name WEEKLY = Name.of("weekly");

    @TempDir
    Path folder;

    private Store store;
    private QueryRecords records;

    @BeforeEach
    void open() {
        store = Store.open(StoreConfig.embedded(folder));
        records = new QueryRecords(store, new AuditLog(Clock.systemUTC()), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ProtectedQuery query(Kind kind) {
        return new ProtectedQuery(
                ProtectedQuery.newId(),
                ANA,
                Optional.of(ROOM),
                kind,
                kind == Kind.TEMPLATE ? Optional.of(WEEKLY) : Optional.empty(),
                "",
                "SELECT COUNT(*) FROM p",
                kind == Kind.TEMPLATE ? Optional.of("SELECT COUNT(*) FROM p") : Optional.empty(),
                "",
                new TreeSet<>(Set.of(new UsedTable(Name.of("retailco"), Name.of("p")))),
                Delivery.resultSet(ANA.member()),
                "duckdb",
                Optional.of(Sha256.of("x")),
                "");
    }

    private List<String> actions(String member) {
        Principal reader = new Principal(UserName.parse(member + "/x"), Set.of(Role.AUDITOR));
        return store.read(t -> AuditLog.visibleTo(t, reader)).stream()
                .map(AuditRecord::action)
                .toList();
    }

    @Test
    void aRunIsRecordedBeforeAndAfterForAllConcerned() {
        ProtectedQuery query = query(Kind.DIRECT);
        records.started(query);
        assertTrue(records.finished(query.id(), State.SUCCESS, OptionalLong.of(987_654_321_987L), Optional.empty()));
        assertFalse(records.finished(query.id(), State.FAILED, OptionalLong.empty(), Optional.of("again")));
        for (String member : List.of("advertiserco", "retailco")) {
            assertEquals(List.of("QUERY STARTED", "QUERY FINISHED"), actions(member));
        }
        assertEquals(List.of(), actions("other"));
        assertEquals(
                List.of(),
                store.read(t -> AuditLog.visibleTo(t, new Principal(UserName.OPERATOR, Set.of()))),
                "the operator sees no SQL of members");
        String log = store.read(t -> AuditLog.between(t, 0, 10, 10)).toString();
        assertFalse(log.contains("987654321987"), "no results in the log");
    }

    @Test
    void whatWaitsMayBeginOrBeCancelledNotBoth() {
        ProtectedQuery first = query(Kind.DIRECT);
        records.submitted(first);
        assertTrue(records.began(first.id()));
        assertFalse(records.began(first.id()));
        ProtectedQuery second = query(Kind.DIRECT);
        records.submitted(second);
        assertTrue(records.finished(second.id(), State.CANCELLED, OptionalLong.empty(), Optional.empty()));
        assertFalse(records.began(second.id()));
    }

    @Test
    void aRefusalIsOneRecord() {
        records.refused(query(Kind.DIRECT));
        assertEquals(List.of("QUERY REFUSED"), actions("retailco"));
        assertEquals(0, records.failInterrupted());
    }

    @Test
    void whatAStoppedServerLeftHasFailed() {
        records.started(query(Kind.DIRECT));
        records.submitted(query(Kind.DIRECT));
        assertEquals(2, records.failInterrupted());
        assertEquals(0, records.failInterrupted());
        assertEquals(
                List.of("QUERY STARTED", "QUERY SUBMITTED", "QUERY FINISHED", "QUERY FINISHED"), actions("retailco"));
    }

    @Test
    void runsOfAnApprovalAreCounted() {
        store.write(t -> {
            Name retailco = Name.of("retailco");
            t.members().insert(new Member(retailco, "a", "b"));
            t.collaborations().insert(new Collaboration(ROOM, List.of()));
            t.templates()
                    .insert(new AnalysisTemplate(ROOM, WEEKLY, retailco, List.of(), "", "SELECT 1", new TreeSet<>()));
            t.approvals()
                    .put(new Approval(
                            ROOM,
                            WEEKLY,
                            retailco,
                            Sha256.of("x"),
                            UserName.parse("retailco/rita"),
                            Clock.systemUTC().instant(),
                            Optional.empty(),
                            Optional.of(2)));
            return true;
        });
        records.started(query(Kind.TEMPLATE));
        records.started(query(Kind.TEMPLATE));
        Problem problem = assertThrows(Problem.class, () -> records.started(query(Kind.TEMPLATE)));
        assertEquals(Code.NOT_READY, problem.code());
        assertTrue(problem.text().contains("was for 2 runs"), problem.text());
        assertEquals(2, actions("retailco").size(), "no record of what did not run");
    }

    @Test
    void whatIsTooLongToRecordDoesNotRun() {
        ProtectedQuery q = query(Kind.DIRECT);
        ProtectedQuery tooLong = new ProtectedQuery(
                q.id(),
                ANA,
                Optional.empty(),
                Kind.DIRECT,
                Optional.empty(),
                "",
                "x".repeat(500_001),
                Optional.empty(),
                "",
                new TreeSet<>(),
                Delivery.none(),
                "duckdb",
                Optional.empty(),
                "");
        assertEquals(
                Code.LIMIT_REACHED,
                assertThrows(Problem.class, () -> records.started(tooLong)).code());
    }
}
