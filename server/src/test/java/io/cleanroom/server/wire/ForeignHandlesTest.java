package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody reaches a connection or statement of somebody else, and nobody learns whether there is one. */
class ForeignHandlesTest {
    /** Every kind of request but openConnection, which takes no handle of the server's. */
    static List<Service.Request> requests(String connection, int statement) {
        Meta.StatementHandle handle = new Meta.StatementHandle(connection, statement, null);
        List<Service.Request> all = new ArrayList<>(List.of(
                new Service.CatalogsRequest(connection),
                new Service.DatabasePropertyRequest(connection),
                new Service.SchemasRequest(connection, null, null),
                new Service.TablesRequest(connection, null, null, null, null),
                new Service.TableTypesRequest(connection),
                new Service.ColumnsRequest(connection, null, null, null, null),
                new Service.TypeInfoRequest(connection),
                new Service.PrepareAndExecuteRequest(connection, statement, "ROWS 3", -1),
                new Service.PrepareRequest(connection, "ROWS 3", -1),
                new Service.ExecuteRequest(handle, List.of(), 100),
                new Service.FetchRequest(connection, statement, 1000, 100),
                new Service.CreateStatementRequest(connection),
                new Service.CloseStatementRequest(connection, statement),
                new Service.ConnectionSyncRequest(connection, new ConnectionPropertiesImpl()),
                new Service.SyncResultsRequest(connection, statement, new QueryState("ROWS 3"), 0),
                new Service.CommitRequest(connection),
                new Service.RollbackRequest(connection),
                new Service.PrepareAndExecuteBatchRequest(connection, statement, List.of("ROWS 3")),
                new Service.ExecuteBatchRequest(connection, statement, List.of()),
                new Service.CloseConnectionRequest(connection)));
        return all;
    }

    static final Set<Class<?>> WITH_STATEMENT = Set.of(
            Service.PrepareAndExecuteRequest.class,
            Service.ExecuteRequest.class,
            Service.FetchRequest.class,
            Service.CloseStatementRequest.class,
            Service.SyncResultsRequest.class,
            Service.PrepareAndExecuteBatchRequest.class,
            Service.ExecuteBatchRequest.class);

    @Test
    void everyKindOfRequestIsInTheList() {
        Set<Class<?>> kinds = Arrays.stream(Service.class.getClasses())
                .filter(type -> Service.Request.class.isAssignableFrom(type) && type != Service.Request.class)
                .filter(type -> type != Service.OpenConnectionRequest.class)
                .collect(Collectors.toSet());
        assertEquals(
                kinds, requests("c", 1).stream().map(Service.Request::getClass).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void foreignStaleAndRandomHandlesGetOneAnswer(boolean json) throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            int statement = harness.open(WireHarness.ANA, "ana-1", Map.of());
            harness.call(
                    WireHarness.ANA, new Service.PrepareAndExecuteRequest("ana-1", statement, "ROWS 5000", -1), false);
            int ritas = harness.open(WireHarness.RITA, "rita-1", Map.of());
            int stale = harness.createStatement(WireHarness.RITA, "rita-1");
            harness.call(WireHarness.RITA, new Service.CloseStatementRequest("rita-1", stale), false);
            harness.open(WireHarness.RITA, "rita-closed", Map.of());
            harness.call(WireHarness.RITA, new Service.CloseConnectionRequest("rita-closed"), false);
            int runs = harness.statements.runs.get();

            for (Service.Request request : requests("ana-1", statement)) {
                assertNoSuchConnection(harness, request, json);
            }
            for (Service.Request request : requests("nowhere", 1)) {
                assertNoSuchConnection(harness, request, json);
            }
            for (Service.Request request : requests("rita-closed", ritas)) {
                assertNoSuchConnection(harness, request, json);
            }
            for (int foreign : List.of(statement, stale, 0, -1, 12345)) {
                for (Service.Request request : requests("rita-1", foreign)) {
                    if (WITH_STATEMENT.contains(request.getClass())) {
                        assertNoSuchConnection(harness, request, json);
                    }
                }
            }
            assertEquals(runs, harness.statements.runs.get());

            Service.FetchResponse rest = assertInstanceOf(
                    Service.FetchResponse.class,
                    harness.call(WireHarness.ANA, new Service.FetchRequest("ana-1", statement, 1000, 100), json));
            assertEquals(1000, rest.frame.offset);
        }
    }

    private static void assertNoSuchConnection(WireHarness harness, Service.Request request, boolean json)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = harness.post(WireHarness.RITA, WireHarness.bytes(request, json));
        assertEquals(500, response.statusCode());
        Service.ErrorResponse error =
                assertInstanceOf(Service.ErrorResponse.class, WireHarness.parse(response.body(), json));
        assertEquals("no such connection", error.errorMessage, request.toString());
        assertEquals("08003", error.sqlState);
        assertEquals(1303, error.errorCode);
        Answers.assertClean(response, harness);
    }

    @Test
    void aConnectionIdBelongsToItsUserAlone() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            harness.open(WireHarness.ANA, "same", Map.of("collaboration", "advertiserco_room"));
            harness.open(WireHarness.RITA, "same", Map.of("collaboration", "retailco_room"));
            harness.call(WireHarness.RITA, new Service.CloseConnectionRequest("same"), false);
            Service.ResultSetResponse tables = assertInstanceOf(
                    Service.ResultSetResponse.class,
                    harness.call(WireHarness.ANA, new Service.TablesRequest("same", null, null, null, null), true));
            String text = tables.firstFrame.rows.toString();
            assertFalse(text.contains("retailco"), text);
        }
    }

    @Test
    void aSignatureSentByTheClientIsNotRead() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            harness.open(WireHarness.ANA, "c", Map.of());
            Service.PrepareResponse prepared = assertInstanceOf(
                    Service.PrepareResponse.class,
                    harness.call(WireHarness.ANA, new Service.PrepareRequest("c", "ROWS 1", -1), false));
            String body = "{\"request\":\"execute\",\"statementHandle\":{\"connectionId\":\"c\",\"id\":"
                    + prepared.statement.id + ",\"signature\":{\"columns\":[],\"sql\":\"DEFINE x\",\"parameters\":[],"
                    + "\"cursorFactory\":{\"style\":\"RECORD\",\"clazz\":\"" + Trap.class.getName()
                    + "\",\"fieldNames\":[]}}},\"parameterValues\":[],\"maxRowCount\":10}";
            HttpResponse<byte[]> response = harness.post(WireHarness.ANA, body.getBytes(StandardCharsets.UTF_8));
            assertEquals(200, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));

            Meta.Signature signature = Meta.Signature.create(
                    List.of(),
                    "DEFINE x",
                    List.of(),
                    Meta.CursorFactory.record(Trap.class, List.of(), List.of()),
                    null);
            Service.Request execute = new Service.ExecuteRequest(
                    new Meta.StatementHandle("c", prepared.statement.id, signature), List.of(), 10);
            assertInstanceOf(Service.ExecuteResponse.class, harness.call(WireHarness.ANA, execute, false));
            assertEquals("untouched", System.getProperty(Trap.MARK, "untouched"));
        }
    }

    /** Leaves a mark when it is initialised. */
    public static final class Trap {
        static final String MARK = "cleanroom.test.trap";

        static {
            System.setProperty("cleanroom.test.trap", "sprung");
        }

        private Trap() {}
    }
}
