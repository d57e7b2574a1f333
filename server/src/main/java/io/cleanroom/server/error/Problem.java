package io.cleanroom.server.error;

/**
 * A failure in words that its receiver may read: no row, file name, engine text or stack of ours is in the message. The
 * cause, if any, is for the operator's log alone.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public Problem(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Problem(Code code, String message, Throwable forTheOperator) {
        super(message, forTheOperator);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** The message; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
