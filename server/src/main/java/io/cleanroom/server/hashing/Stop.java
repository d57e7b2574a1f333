package io.cleanroom.server.hashing;

import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The run ends without output: what is wrong, in words for the person who typed the command, and the exit status. */
final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Stop(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The command line, the key or the columns are not as they must be; nothing was read beyond the header. */
    static Stop badUse(String message) {
        return new Stop(HashIdentifiers.BAD_USE, message);
    }

    /** What the files or the machine made impossible. */
    static Stop failed(String message) {
        return new Stop(HashIdentifiers.FAILED, message);
    }

    static Stop failed(String what, @Nullable Throwable cause) {
        if (cause == null) {
            return failed(what);
        }
        String reason = cause instanceof NoSuchFileException ? "it is not there" : String.valueOf(cause.getMessage());
        return failed(what + ": "
                + (cause.getMessage() == null ? cause.getClass().getSimpleName() : reason.replaceAll("\\s+", " ")));
    }

    int status() {
        return status;
    }
}
