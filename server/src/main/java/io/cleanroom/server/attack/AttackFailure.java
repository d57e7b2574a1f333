package io.cleanroom.server.attack;

/** The attack test cannot go on; the message is for the operator, in one line. */
public final class AttackFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AttackFailure(String message) {
        super(message);
    }

    AttackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
