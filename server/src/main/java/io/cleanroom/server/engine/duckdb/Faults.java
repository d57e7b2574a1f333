package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.file.Path;

/** What is wrong with a member's file, in words for its owner: the file's own name, never its folder, and no values. */
final class Faults {
    private Faults() {}

    static Problem in(Path file, String what) {
        return new Problem(Code.SOURCE_UNREADABLE, "file " + file.getFileName() + ": " + what);
    }

    static Problem in(Path file, String what, Throwable cause) {
        return new Problem(Code.SOURCE_UNREADABLE, "file " + file.getFileName() + ": " + what, cause);
    }
}
