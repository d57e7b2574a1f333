package io.cleanroom.server.wire;

import io.cleanroom.server.query.ArrowChunk;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A fetch whose rows are answered as Arrow: to a client that accepts it, and only for rows that are in that form. Everything
 * else of the call is Avatica's, its errors too. Each answer is an Arrow IPC stream of its own, sent when the client asks,
 * so that neither side ever holds more than one answer and the next.
 */
final class ArrowAnswer {
    static final String CONTENT_TYPE = "application/vnd.apache.arrow.stream";

    /** Says {@code true} with the answer after which there are no more rows. */
    private static final String LAST = "X-Cleanroom-Last-Rows";

    private ArrowAnswer() {}

    static boolean isWanted(HttpFields request) {
        return request.getValuesList(HttpHeader.ACCEPT).stream().anyMatch(value -> value.contains(CONTENT_TYPE));
    }

    static void write(ArrowChunk rows, Response response, Callback callback) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
        response.getHeaders().put(LAST, String.valueOf(rows.last()));
        response.write(true, rows.stream(), new Callback.Nested(callback) {
            @Override
            public void succeeded() {
                rows.sent().run();
                super.succeeded();
            }
        });
    }
}
