package io.cleanroom.server.wire;

/** The request is no message of the protocol. What is wrong with it is not answered: parsers quote what they read. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(Throwable cause) {
        super(cause);
    }
}
