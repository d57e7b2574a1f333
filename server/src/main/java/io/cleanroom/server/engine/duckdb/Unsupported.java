package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;

/** What this engine cannot run; depends on the query alone, never on data. */
final class Unsupported {
    private Unsupported() {}

    static Problem of(String what) {
        return new Problem(Code.NOT_SUPPORTED, "the engine cannot run " + what);
    }
}
