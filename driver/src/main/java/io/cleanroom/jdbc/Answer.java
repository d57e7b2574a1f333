package io.cleanroom.jdbc;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** An answer of HTTP, whatever received it. */
final class Answer {
    final int status;
    final HttpHeaders headers;
    final Received body;

    Answer(int status, HttpHeaders headers, Received body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), Received.of(response.body()));
    }

    /** The first value of a header; empty without one. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
