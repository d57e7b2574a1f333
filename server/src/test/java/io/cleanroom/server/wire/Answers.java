package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What no answer may contain. */
final class Answers {
    private static final List<String> NEVER = List.of(
            "at io.", "at org.", "at java.", "Exception", "jetty", "127.0.0.1", "localhost", FakeStatements.SECRET);

    private Answers() {}

    static void assertClean(HttpResponse<byte[]> response, WireHarness harness) {
        String text = new String(response.body(), StandardCharsets.ISO_8859_1) + response.headers();
        for (String never : NEVER) {
            assertFalse(text.contains(never), never + " in " + text);
        }
        assertFalse(text.contains(":" + harness.server.port()), text);
    }
}
