package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Settings of the engine.
 *
 * @param memoryLimit of each instance, e.g. {@code 2GB}
 * @param threads of each instance, at least 1
 * @param tempDirectory below the server's data directory; the engine owns it and empties it when it starts
 * @param maximumTempSize of each instance's spill files, e.g. {@code 10GB}
 * @param runTimeLimit after which a query is stopped
 */
public record DuckDbConfig(
        String memoryLimit, int threads, Path tempDirectory, String maximumTempSize, Duration runTimeLimit) {
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)");

    public DuckDbConfig {
        size("memory limit", memoryLimit);
        size("maximum size of temporary files", maximumTempSize);
        if (threads < 1) {
            throw invalid("threads must be >= 1. Provided value: " + threads);
        }
        if (!tempDirectory.isAbsolute()) {
            throw invalid("the directory for temporary files must be absolute");
        }
        if (runTimeLimit.isNegative() || runTimeLimit.isZero()) {
            throw invalid("the run time limit must be positive. Provided value: " + runTimeLimit);
        }
    }

    private static void size(String name, String value) {
        if (!SIZE.matcher(value).matches()) {
            throw invalid("the " + name + " must be a size such as 2GB. Provided value: " + value);
        }
    }

    private static Problem invalid(String message) {
        return new Problem(Code.INVALID_PARAMETER, message);
    }
}
