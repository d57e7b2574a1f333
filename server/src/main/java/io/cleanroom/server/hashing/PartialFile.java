package io.cleanroom.server.hashing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * A file that is there whole or not at all: written under another name beside its place ({@code .NAME.xxxxxxxx.partial}) and
 * renamed at the end. What a signal interrupts is deleted.
 */
final class PartialFile implements AutoCloseable {
    private static final int SUFFIX = 8;
    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path partial;
    private final boolean overwrite;
    private final Thread atExit;

    private PartialFile(Path target, Path partial, boolean overwrite) {
        this.target = target;
        this.partial = partial;
        this.overwrite = overwrite;
        atExit = new Thread(this::delete, "delete-partial-file");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The target must not be there, unless it may be overwritten. Creates nothing yet. */
    static PartialFile of(Path target, boolean overwrite) throws Stop {
        Path whole = target.toAbsolutePath();
        Path folder = whole.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Stop.badUse("there is no folder for " + target);
        }
        if (Files.isDirectory(whole)) {
            throw Stop.badUse(target + " is a folder; a file is needed");
        }
        PartialFile file = new PartialFile(
                whole,
                folder.resolve("." + whole.getFileName() + "."
                        + UUID.randomUUID().toString().substring(0, SUFFIX) + ".partial"),
                overwrite);
        try {
            file.mayReplace();
        } catch (Stop e) {
            file.close();
            throw e;
        }
        return file;
    }

    Path path() {
        return partial;
    }

    /** Compressed if the file's name ends with {@code .gz}. */
    OutputStream open() throws IOException {
        OutputStream file = new BufferedOutputStream(
                Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER);
        return target.toString().endsWith(".gz") ? new GZIPOutputStream(file, BUFFER) : file;
    }

    private void mayReplace() throws Stop {
        if (!overwrite && Files.exists(target)) {
            throw Stop.badUse(target + " is there already; give --overwrite to replace it");
        }
    }

    void moveIntoPlace() throws Stop {
        mayReplace();
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Stop.failed("cannot write " + target, e);
        }
    }

    /** An older file in this one's place would be taken for this run's. */
    void removeOlder() throws Stop {
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            throw Stop.failed("cannot delete " + target, e);
        }
    }

    /** What was not moved into place is deleted. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return;
        }
        delete();
    }

    private void delete() {
        partial.toFile().delete();
    }
}
