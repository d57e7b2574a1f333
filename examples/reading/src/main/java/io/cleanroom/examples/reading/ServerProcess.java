package io.cleanroom.examples.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own; {@code address} is what its ready line ends with. */
record ServerProcess(Process process, String address) implements AutoCloseable {
    private static final long MOST_MILLIS = 60_000;

    static ServerProcess start(Path log, String ready, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // Also when this program is stopped half-way.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
        while (process.isAlive() && System.nanoTime() < end) {
            Optional<String> line = Files.readString(log)
                    .lines()
                    .filter(l -> l.startsWith(ready))
                    .findFirst();
            if (line.isPresent()) {
                return new ServerProcess(process, line.get().substring(ready.length()));
            }
            Thread.sleep(20);
        }
        process.destroyForcibly();
        throw new IllegalStateException("the server did not start: " + Files.readString(log));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
