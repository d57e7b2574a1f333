package io.cleanroom.server.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself answers, for example to bytes that are not HTTP: the name of the status and not a word more. */
final class PlainErrors extends ErrorHandler {
    static final String PLAIN_TEXT = "text/plain;charset=utf-8";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, PLAIN_TEXT);
        response.write(true, text(response.getStatus()), callback);
        return true;
    }

    private static ByteBuffer text(int status) {
        return ByteBuffer.wrap((HttpStatus.getMessage(status) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
