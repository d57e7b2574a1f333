package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests of every kind under handles that are not the caller's: somebody else's, stale, mistyped or made
 * up. {@code -Dseed=n} repeats a run.
 */
class RandomHandlesTest {
    private static final int REQUESTS = 4_000;
    private static final List<String> USERS = List.of(WireHarness.ANA, WireHarness.RITA);

    private record Handle(String user, String connection, int statement) {}

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Handle> live = new ArrayList<>();
    private final List<Handle> stale = new ArrayList<>();

    @Test
    void nothingIsReachedUnderAHandleThatIsNotTheCallers() throws IOException, InterruptedException {
        System.out.println("RandomHandlesTest: -Dseed=" + seed);
        try (WireHarness harness = new WireHarness()) {
            for (int i = 0; i < 12; i++) {
                open(harness, USERS.get(i % 2), UUID.randomUUID().toString());
            }
            int runs = harness.statements.runs.get();
            Set<Class<?>> kinds = new HashSet<>();
            for (int sent = 0; sent < REQUESTS; sent++) {
                String caller = USERS.get(random.nextInt(2));
                String connection = connection();
                int statement = statement();
                List<Service.Request> requests = ForeignHandlesTest.requests(connection, statement);
                Service.Request request = requests.get(random.nextInt(requests.size()));
                if (isCallersOwn(caller, connection, statement, request)) {
                    continue;
                }
                kinds.add(request.getClass());
                assertNothing(harness, caller, request);
            }
            assertEquals(20, kinds.size());
            assertEquals(runs, harness.statements.runs.get());
            assertEverybodysRowsAreStillThere(harness);
        }
    }

    private boolean isCallersOwn(String caller, String connection, int statement, Service.Request request) {
        return live.stream()
                .filter(h -> h.user().equals(caller) && h.connection().equals(connection))
                .anyMatch(h ->
                        h.statement() == statement || !ForeignHandlesTest.WITH_STATEMENT.contains(request.getClass()));
    }

    private void open(WireHarness harness, String user, String connection) throws IOException, InterruptedException {
        int statement = harness.open(user, connection, Map.of());
        harness.call(user, new Service.PrepareAndExecuteRequest(connection, statement, "ROWS 5000", -1), false);
        int closed = harness.createStatement(user, connection);
        harness.call(user, new Service.CloseStatementRequest(connection, closed), false);
        if (random.nextInt(3) == 0) {
            harness.call(user, new Service.CloseConnectionRequest(connection), false);
            stale.add(new Handle(user, connection, statement));
        } else {
            live.add(new Handle(user, connection, statement));
            stale.add(new Handle(user, connection, closed));
        }
    }

    private String connection() {
        String known = any().connection();
        return switch (random.nextInt(5)) {
            case 0, 1 -> known;
            case 2 -> UUID.randomUUID().toString();
            case 3 -> mistyped(known);
            default ->
                List.of("", "1", known.toUpperCase(java.util.Locale.ROOT), known + " ", known.substring(1), "%", "*")
                        .get(random.nextInt(7));
        };
    }

    private String mistyped(String known) {
        int at = random.nextInt(known.length());
        return known.substring(0, at) + (char) ('a' + random.nextInt(26)) + known.substring(at + 1);
    }

    private int statement() {
        return random.nextBoolean() ? any().statement() : random.nextInt();
    }

    private Handle any() {
        List<Handle> all = new ArrayList<>(live);
        all.addAll(stale);
        return all.get(random.nextInt(all.size()));
    }

    private void assertNothing(WireHarness harness, String caller, Service.Request request)
            throws IOException, InterruptedException {
        boolean json = random.nextBoolean();
        HttpRequest.Builder post =
                harness.request(caller).POST(HttpRequest.BodyPublishers.ofByteArray(WireHarness.bytes(request, json)));
        if (random.nextBoolean()) {
            post.header("Accept", ArrowAnswer.CONTENT_TYPE);
        }
        HttpResponse<byte[]> response = harness.send(post);
        assertEquals(500, response.statusCode(), request.toString());
        Service.ErrorResponse error =
                assertInstanceOf(Service.ErrorResponse.class, WireHarness.parse(response.body(), json));
        assertEquals("no such connection", error.errorMessage, request.toString());
        assertEquals("08003", error.sqlState);
        Answers.assertClean(response, harness);
    }

    private void assertEverybodysRowsAreStillThere(WireHarness harness) throws IOException, InterruptedException {
        assertTrue(live.size() > 1);
        for (Handle handle : live) {
            Service.FetchResponse rest = assertInstanceOf(
                    Service.FetchResponse.class,
                    harness.call(
                            handle.user(),
                            new Service.FetchRequest(handle.connection(), handle.statement(), 1000, 100),
                            false));
            assertEquals(1000, rest.frame.offset);
        }
    }
}
