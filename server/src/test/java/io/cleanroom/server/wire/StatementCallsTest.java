package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.query.SessionContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections, frames, limits, parameters and cancelling, message by message. */
class StatementCallsTest {
    private static final String ANA = WireHarness.ANA;

    private static Service.ErrorResponse error(Service.Response response) {
        return assertInstanceOf(Service.ErrorResponse.class, response, response.toString());
    }

    private static Service.ResultSetResponse result(Service.Response response) {
        return assertInstanceOf(Service.ExecuteResponse.class, response, response.toString())
                .results
                .get(0);
    }

    private static int size(Meta.Frame frame) {
        List<Object> rows = new ArrayList<>();
        frame.rows.forEach(rows::add);
        return rows.size();
    }

    @Test
    void noPropertyOfCalciteOrAvaticaHasAnEffect() throws IOException, InterruptedException {
        Map<String, String> info = new HashMap<>();
        for (CalciteConnectionProperty property : CalciteConnectionProperty.values()) {
            info.put(property.camelName(), "inline:{version:'1.0'}");
        }
        for (String name : List.of("user", "password", "principal", "doAs", "schema", "catalog", "jdbc.url", "url")) {
            info.put(name, "retailco/rita");
        }
        info.put("application_name", "tests\u0000 of\nours");
        info.put("driver_version", "1.0");
        try (WireHarness harness = new WireHarness()) {
            int statement = harness.open(ANA, "c", info);
            harness.call(ANA, new Service.PrepareAndExecuteRequest("c", statement, "ROWS 1", -1), false);
            SessionContext context = harness.statements.contexts.get(0);
            assertEquals("advertiserco/ana", context.principal().name().toString());
            assertEquals(Optional.empty(), context.collaboration());
            assertEquals("tests  of ours", context.application());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"retailco_room", "no_such_room", "\u0001", " "})
    void aForeignCollaborationAndNoneAreTheSame(String name) throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            Service.ErrorResponse open = error(
                    harness.call(ANA, new Service.OpenConnectionRequest("c", Map.of("collaboration", name)), false));
            assertEquals("08004", open.sqlState);
            assertEquals(
                    "not authorised to connect to this collaboration, or there is none of this name",
                    open.errorMessage);
            int statement = harness.open(ANA, "d", Map.of("collaboration", "Shared_Room"));
            ConnectionPropertiesImpl other = new ConnectionPropertiesImpl();
            other.setSchema(name);
            assertEquals(
                    "08004", error(harness.call(ANA, new Service.ConnectionSyncRequest("d", other), false)).sqlState);
            other.setSchema("advertiserco_room");
            Service.ConnectionSyncResponse switched = assertInstanceOf(
                    Service.ConnectionSyncResponse.class,
                    harness.call(ANA, new Service.ConnectionSyncRequest("d", other), true));
            assertEquals("advertiserco_room", switched.connProps.getSchema());
            harness.call(ANA, new Service.PrepareAndExecuteRequest("d", statement, "ROWS 1", -1), false);
            assertEquals(
                    Optional.of(Name.of("advertiserco_room")),
                    harness.statements.contexts.get(0).collaboration());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsComeInFramesInOrder(boolean json) throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            int statement = harness.open(ANA, "c", Map.of());
            Service.ResultSetResponse first = result(
                    harness.call(ANA, new Service.PrepareAndExecuteRequest("c", statement, "ROWS 2500", -1), json));
            assertEquals(1000, size(first.firstFrame));
            assertEquals(false, first.firstFrame.done);
            Service.FetchResponse second = assertInstanceOf(
                    Service.FetchResponse.class,
                    harness.call(ANA, new Service.FetchRequest("c", statement, 1000, 1500), json));
            assertEquals(1500, size(second.frame));
            Service.FetchResponse third = assertInstanceOf(
                    Service.FetchResponse.class,
                    harness.call(ANA, new Service.FetchRequest("c", statement, 2500, 100), json));
            assertTrue(third.frame.done);
            assertEquals(0, size(third.frame));
            assertEquals(0, harness.statements.openStreams.get());
        }
    }

    @Test
    void aClosedStatementIsNoStatement() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            int statement = harness.open(ANA, "c", Map.of());
            harness.call(ANA, new Service.CloseStatementRequest("c", statement), false);
            for (Service.Request late : List.of(
                    new Service.PrepareAndExecuteRequest("c", statement, "ROWS 1", -1),
                    new Service.FetchRequest("c", statement, 0, 10),
                    new Service.CloseStatementRequest("c", statement))) {
                assertEquals("08003", error(harness.call(ANA, late, false)).sqlState);
            }
            assertEquals(List.of(), harness.statements.contexts);
        }
    }

    @Test
    void anotherOffsetIsRefusedAndTheResultIsGone() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            int statement = harness.open(ANA, "c", Map.of());
            for (long offset : new long[] {0, 999, 1001, -1, Long.MIN_VALUE}) {
                harness.call(ANA, new Service.PrepareAndExecuteRequest("c", statement, "ROWS 2500", -1), false);
                Service.ErrorResponse refused =
                        error(harness.call(ANA, new Service.FetchRequest("c", statement, offset, 10), false));
                assertEquals("22023", refused.sqlState);
                assertEquals(
                        "08003",
                        error(harness.call(ANA, new Service.FetchRequest("c", statement, 1000, 10), false)).sqlState);
            }
            assertEquals(0, harness.statements.openStreams.get());
            Service.ErrorResponse resumed = error(harness.call(
                    ANA, new Service.SyncResultsRequest("c", statement, new QueryState("ROWS 1"), 0), false));
            assertEquals("0A000", resumed.sqlState);
            assertEquals(
                    "0A000",
                    error(harness.call(
                                    ANA,
                                    new Service.PrepareAndExecuteBatchRequest("c", statement, List.of("DEFINE")),
                                    true))
                            .sqlState);
        }
    }

    @Test
    void theServerHoldsMaximumRows() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            int statement = harness.open(ANA, "c", Map.of());
            Service.ResultSetResponse ten = result(
                    harness.call(ANA, new Service.PrepareAndExecuteRequest("c", statement, "ROWS 5000", 10), false));
            assertEquals(10, size(ten.firstFrame));
            assertTrue(ten.firstFrame.done);
            Service.PrepareResponse prepared = (Service.PrepareResponse)
                    harness.call(ANA, new Service.PrepareRequest("c", "ROWS 5000", 150), false);
            Service.ResultSetResponse hundred =
                    result(harness.call(ANA, new Service.ExecuteRequest(prepared.statement, List.of(), 100), false));
            assertEquals(100, size(hundred.firstFrame));
            Service.FetchResponse rest = (Service.FetchResponse)
                    harness.call(ANA, new Service.FetchRequest("c", prepared.statement.id, 100, 100), false);
            assertEquals(50, size(rest.frame));
            assertTrue(rest.frame.done);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void parametersHaveTheirKinds(boolean json) throws IOException, InterruptedException {
        List<TypedValue> values = Arrays.asList(
                TypedValue.ofLocal(Rep.BOOLEAN, true),
                TypedValue.ofLocal(Rep.INTEGER, 7),
                TypedValue.ofLocal(Rep.LONG, Long.MIN_VALUE),
                TypedValue.ofLocal(Rep.DOUBLE, 0.5),
                TypedValue.ofLocal(Rep.NUMBER, new BigDecimal("1.20")),
                TypedValue.ofLocal(Rep.STRING, "Zürich"),
                TypedValue.ofLocal(Rep.JAVA_SQL_DATE, -1),
                TypedValue.ofLocal(Rep.JAVA_SQL_TIME, 1),
                TypedValue.ofLocal(Rep.JAVA_SQL_TIMESTAMP, -1L),
                TypedValue.EXPLICIT_NULL);
        try (WireHarness harness = new WireHarness()) {
            harness.open(ANA, "c", Map.of());
            Service.PrepareResponse prepared =
                    (Service.PrepareResponse) harness.call(ANA, new Service.PrepareRequest("c", "ECHO 10", -1), json);
            assertEquals(10, prepared.statement.signature.parameters.size());
            result(harness.call(ANA, new Service.ExecuteRequest(prepared.statement, values, 100), json));
            assertEquals(
                    Arrays.asList(
                            true,
                            7L,
                            Long.MIN_VALUE,
                            0.5,
                            new BigDecimal("1.20"),
                            "Zürich",
                            LocalDate.of(1969, 12, 31),
                            LocalTime.of(0, 0, 0, 1_000_000),
                            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000),
                            null),
                    harness.statements.parameters.get(0));

            List<TypedValue> unbound = new ArrayList<>(values);
            unbound.set(3, null);
            assertRefused(harness, prepared, unbound, json, "parameter 4 has no value");
            assertRefused(harness, prepared, values.subList(0, 2), json, "parameter 3 has no value");
            List<TypedValue> many = new ArrayList<>(values);
            many.add(TypedValue.EXPLICIT_NULL);
            assertRefused(harness, prepared, many, json, "the statement has 10 parameters. Provided: 11 values");
            List<TypedValue> huge = new ArrayList<>(values);
            huge.set(4, TypedValue.ofLocal(Rep.NUMBER, new BigDecimal("1E+999999999")));
            if (!json) {
                assertRefused(harness, prepared, huge, false, "parameter 5 has more than 38 digits");
            }
        }
    }

    private static void assertRefused(
            WireHarness harness, Service.PrepareResponse prepared, List<TypedValue> values, boolean json, String why)
            throws IOException, InterruptedException {
        Service.ErrorResponse refused =
                error(harness.call(ANA, new Service.ExecuteRequest(prepared.statement, values, 100), json));
        assertEquals("22023", refused.sqlState);
        assertEquals(why, refused.errorMessage);
    }

    @Test
    void definitionsAnswerAnUpdateCountOfZero() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            int statement = harness.open(ANA, "c", Map.of());
            Service.ResultSetResponse done = result(
                    harness.call(ANA, new Service.PrepareAndExecuteRequest("c", statement, "DEFINE x", -1), true));
            assertEquals(0, done.updateCount);
            assertEquals(null, done.signature);
            assertInstanceOf(Service.CommitResponse.class, harness.call(ANA, new Service.CommitRequest("c"), false));
            assertInstanceOf(Service.RollbackResponse.class, harness.call(ANA, new Service.RollbackRequest("c"), true));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingTheStatementOrTheConnectionCancels(boolean wholeConnection) throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            int statement = harness.open(ANA, "c", Map.of());
            CompletableFuture<Service.Response> running = run(harness, "c", statement, "SLEEP");
            harness.statements.started.await();
            Service.ErrorResponse second =
                    error(harness.call(ANA, new Service.PrepareAndExecuteRequest("c", statement, "ROWS 1", -1), false));
            assertEquals("55006", second.sqlState);
            harness.call(
                    ANA,
                    wholeConnection
                            ? new Service.CloseConnectionRequest("c")
                            : new Service.CloseStatementRequest("c", statement),
                    false);
            Service.ErrorResponse ended = error(running.join());
            assertEquals("57014", ended.sqlState);
            assertEquals("the statement was cancelled", ended.errorMessage);
        }
    }

    private static CompletableFuture<Service.Response> run(
            WireHarness harness, String connection, int statement, String sql) {
        harness.statements.started = new CountDownLatch(1);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return harness.call(ANA, new Service.PrepareAndExecuteRequest(connection, statement, sql, -1), false);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void stoppingTheServerCancelsAfterTheGracePeriod() throws IOException, InterruptedException {
        WireHarness harness = new WireHarness(settings(100, 1000, 3600_000, 600_000, 60_000));
        int statement = harness.open(ANA, "c", Map.of());
        CompletableFuture<Service.Response> running = run(harness, "c", statement, "SLEEP");
        harness.statements.started.await();
        harness.close();
        assertEquals("57P01", error(running.join()).sqlState);
    }

    @Test
    void limitsAreNumbers() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness(settings(2, 3, 3600_000, 600_000, 60_000))) {
            harness.open(ANA, "a", Map.of());
            harness.open(ANA, "b", Map.of());
            harness.open(WireHarness.RITA, "r", Map.of());
            Service.ErrorResponse third =
                    error(harness.call(ANA, new Service.OpenConnectionRequest("c", Map.of()), false));
            assertEquals("53300", third.sqlState);
            assertEquals("too many connections of advertiserco/ana are open (open=2, limit=2)", third.errorMessage);
            harness.call(ANA, new Service.CloseConnectionRequest("b"), false);
            harness.open(ANA, "c", Map.of());
            assertEquals(
                    "55006",
                    error(harness.call(WireHarness.RITA, new Service.OpenConnectionRequest("r", Map.of()), false))
                            .sqlState);
            harness.createStatement(ANA, "a");
            harness.createStatement(ANA, "a");
            Service.ErrorResponse fourth = error(harness.call(ANA, new Service.CreateStatementRequest("a"), false));
            assertEquals("53300", fourth.sqlState);
            assertEquals("too many statements of this connection are open (open=3, limit=3)", fourth.errorMessage);
        }
    }

    @Test
    void idleResultsAndConnectionsExpireAndBusyOnesDoNot() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness(settings(100, 1000, 1200, 300, 300))) {
            int statement = harness.open(ANA, "c", Map.of());
            CompletableFuture<Service.Response> nap = run(harness, "c", statement, "NAP 2700");
            int other = harness.createStatement(ANA, "c");
            harness.call(ANA, new Service.PrepareAndExecuteRequest("c", other, "ROWS 5000", -1), false);
            assertEquals(1, harness.statements.openStreams.get());
            Thread.sleep(1800);
            assertEquals(0, harness.statements.openStreams.get());
            assertEquals(
                    "08003", error(harness.call(ANA, new Service.FetchRequest("c", other, 1000, 10), false)).sqlState);
            assertEquals(1, size(result(nap.join()).firstFrame));
            Thread.sleep(2400);
            assertEquals("08003", error(harness.call(ANA, new Service.CatalogsRequest("c"), false)).sqlState);
        }
    }

    @Test
    void aRunWhoseClientHasVanishedIsCancelled() throws IOException, InterruptedException {
        Map<String, String> promise = Map.of("heartbeat_seconds", "1");
        try (WireHarness harness = new WireHarness()) {
            int vanished = harness.open(ANA, "vanished", promise);
            int waiting = harness.open(ANA, "waiting", promise);
            int silent = harness.open(ANA, "silent", Map.of());
            CompletableFuture<Service.Response> lost = run(harness, "vanished", vanished, "SLEEP");
            CompletableFuture<Service.Response> kept = run(harness, "waiting", waiting, "NAP 7000");
            CompletableFuture<Service.Response> unpromised = run(harness, "silent", silent, "NAP 7000");
            while (!lost.isDone()) {
                Thread.sleep(200);
                harness.call(ANA, new Service.ConnectionSyncRequest("waiting", new ConnectionPropertiesImpl()), false);
            }
            assertEquals("57014", error(lost.join()).sqlState);
            assertEquals("08003", error(harness.call(ANA, new Service.CatalogsRequest("vanished"), false)).sqlState);
            while (!kept.isDone()) {
                Thread.sleep(200);
                harness.call(ANA, new Service.ConnectionSyncRequest("waiting", new ConnectionPropertiesImpl()), false);
            }
            assertEquals(1, size(result(kept.join()).firstFrame));
            assertEquals(1, size(result(unpromised.join()).firstFrame), "who promised nothing may be silent");
        }
    }

    @Test
    void aPromiseOfHeartbeatsIsANumberOfSeconds() throws IOException, InterruptedException {
        try (WireHarness harness = new WireHarness()) {
            for (String bad : List.of("", "0", "-1", "1.5", "3601", "99999999999", "soon")) {
                Service.ErrorResponse refused = error(harness.call(
                        ANA, new Service.OpenConnectionRequest("c", Map.of("heartbeat_seconds", bad)), false));
                assertEquals("22023", refused.sqlState);
                assertEquals("heartbeat_seconds is a whole number between 1 and 3600", refused.errorMessage);
            }
            harness.open(ANA, "c", Map.of("heartbeat_seconds", "3600"));
        }
    }

    private static WireSettings settings(
            int connections, int statements, long connectionIdle, long resultIdle, long networkIdle) {
        WireSettings usual = WireSettings.loopback();
        return new WireSettings(
                usual.host(),
                0,
                Optional.empty(),
                usual.requestBytes(),
                usual.httpConnections(),
                connections,
                statements,
                Duration.ofMillis(networkIdle),
                Duration.ofMillis(connectionIdle),
                Duration.ofMillis(resultIdle),
                Duration.ofMillis(300));
    }
}
