package io.cleanroom.server.attack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer of the server.
 *
 * @param text all of it, headers too, as it came
 * @param message the message of the protocol in it, or MISSING
 */
record Reply(int status, String text, JsonNode message) {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern RULE = Pattern.compile("(?m)^\\[([a-z][a-z0-9-]*)\\]");
    private static final Pattern INSIDE = Pattern.compile(
            "(?i)\\b(?:duckdb|calcite|jackson|jetty|h2database|[a-z]+Exception|[a-z.]+\\.java:\\d+|java\\.[a-z]+\\.\\w+"
                    + "|io\\.cleanroom\\.\\w+|(?:Binder|Catalog|Conversion|Invalid Input|Out of Range|Parser|Internal) Error)\\b");
    private static final Set<String> HANDLES = Set.of("connectionId", "statementId", "id", "rpcMetadata");

    static Reply of(HttpResponse<byte[]> response) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return of(response.statusCode(), response.headers().map() + "\n" + body, body);
    }

    static Reply of(int status, String text, String body) {
        JsonNode message;
        try {
            message = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            message = JSON.missingNode();
        }
        return new Reply(status, text, message);
    }

    boolean failed() {
        return status != 200;
    }

    /** The SQLState of an error, or the HTTP status of what never became a call. */
    String state() {
        String state = message.path("sqlState").asText("");
        return state.isEmpty() ? "http " + status : state;
    }

    String error() {
        return message.path("errorMessage").asText(text).strip();
    }

    /** The ids of the rules that refused. */
    Set<String> rules() {
        Set<String> rules = new TreeSet<>();
        Matcher matcher = RULE.matcher(error());
        while (matcher.find()) {
            rules.add(matcher.group(1));
        }
        return rules;
    }

    /** The frame with rows of this answer, if it is one that has rows. */
    Optional<JsonNode> frame() {
        for (JsonNode frame : List.of(
                message.path("results").path(0).path("firstFrame"),
                message.path("firstFrame"),
                message.path("frame"))) {
            if (frame.isObject()) {
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    /** The rows of this frame, each as JSON. */
    List<JsonNode> rows() {
        List<JsonNode> rows = new ArrayList<>();
        frame().ifPresent(f -> f.path("rows").forEach(rows::add));
        return rows;
    }

    /** Words of the engine, a class, a trace or this path in an error, but those that the adversary wrote himself. */
    Set<String> inside(String path, String writtenByAdversary) {
        Set<String> found = new TreeSet<>();
        if (failed()) {
            Matcher matcher = INSIDE.matcher(text);
            while (matcher.find()) {
                found.add(matcher.group());
            }
            if (text.contains(path)) {
                found.add(path);
            }
            found.removeIf(word -> writtenByAdversary.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)));
        }
        return found;
    }

    /** Status and message without what differs between any two sessions: handles. */
    String comparable() {
        if (message.isMissingNode()) {
            return status + " " + text.substring(text.indexOf('\n') + 1);
        } else if (failed()) {
            return status + " " + state() + " " + error();
        }
        JsonNode copy = message.deepCopy();
        withoutHandles(copy);
        return status + " " + copy;
    }

    private static void withoutHandles(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(HANDLES);
        }
        node.forEach(Reply::withoutHandles);
    }
}
