package io.cleanroom.server.wire;

/** The request is no message of the protocol; what is wrong with it is nobody's business but the sender's. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(Throwable cause) {
        super("the request is not a message of the Avatica protocol", cause);
    }
}
