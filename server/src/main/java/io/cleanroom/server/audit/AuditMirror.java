package io.cleanroom.server.audit;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the chain into files of JSON lines, {@code audit-<first seq>.jsonl}, after each commit. The files are only ever
 * appended to, apart from half a line at the end that a crash left. They may lag behind the store, never run ahead of it:
 * files that hold what the store does not say that one of them was exchanged, and the server does not start.
 */
public final class AuditMirror {
    private static final Logger LOG = LoggerFactory.getLogger(AuditMirror.class);
    private static final long BYTES_PER_FILE = 64L << 20;
    private static final int BATCH = 1000;

    private final Store store;
    private final Path folder;
    private final long bytesPerFile;
    private @Nullable Path file;
    private long bytes;
    private long mirrored;
    private boolean sure;

    private AuditMirror(Store store, Path folder, long bytesPerFile) {
        this.store = store;
        this.folder = folder;
        this.bytesPerFile = bytesPerFile;
    }

    /** Catches up and then follows the store; refuses with a Problem of one line if files and store do not fit. */
    public static AuditMirror start(Store store, Path folder) {
        return start(store, folder, BYTES_PER_FILE);
    }

    static AuditMirror start(Store store, Path folder, long bytesPerFile) {
        AuditMirror mirror = new AuditMirror(store, folder, bytesPerFile);
        try {
            mirror.follow(Long.MAX_VALUE);
        } catch (IOException e) {
            throw new Problem(Code.NOT_READY, "the audit files in " + folder + " cannot be written: " + e, e);
        }
        store.afterCommit(mirror::afterCommit);
        return mirror;
    }

    /** What could not be copied now is copied after the next commit: the store has it. */
    private Runnable afterCommit() {
        try {
            long onDisk = store.read(AuditLog::last).map(AuditRecord::seq).orElse(0L);
            return () -> {
                try {
                    follow(onDisk);
                } catch (IOException | Problem e) {
                    lagging(e);
                }
            };
        } catch (Problem e) {
            lagging(e);
            return () -> {};
        }
    }

    private void lagging(Exception e) {
        LOG.error("the audit files in {} lag behind the store: {}", folder, e.toString());
    }

    /** @param last the newest record to copy, which is on the disk: a later one may be lost with the power */
    private synchronized void follow(long last) throws IOException {
        if (!sure) {
            findEnd();
            sure = true;
        }
        List<AuditRecord> batch;
        do {
            long from = mirrored;
            batch = store.read(t -> AuditLog.between(t, from, last, BATCH));
            if (!batch.isEmpty()) {
                sure = false;
                append(batch);
                sure = true;
            }
        } while (batch.size() == BATCH);
    }

    private void append(List<AuditRecord> records) throws IOException {
        Path target = file;
        if (target == null || bytes >= bytesPerFile) {
            target = folder.resolve(
                    String.format("audit-%012d.jsonl", records.get(0).seq()));
            bytes = 0;
        }
        StringBuilder lines = new StringBuilder();
        records.forEach(r -> lines.append(AuditLine.write(r)).append('\n'));
        ByteBuffer buffer = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        int length = buffer.remaining();
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        file = target;
        bytes += length;
        mirrored = records.get(records.size() - 1).seq();
    }

    /** Finds the last whole line of the newest file and holds it against the store. */
    private void findEnd() throws IOException {
        Files.createDirectories(folder);
        file = null;
        bytes = 0;
        mirrored = 0;
        Optional<Path> newest;
        try (Stream<Path> files = Files.list(folder)) {
            newest = files.filter(f -> f.getFileName().toString().matches("audit-\\d{12,}\\.jsonl"))
                    .max(Path::compareTo);
        }
        if (newest.isPresent()) {
            file = newest.get();
            String last = lastLine(newest.get());
            bytes = Files.size(newest.get());
            mirrored = last.isEmpty() ? before(newest.get()) : known(last);
        }
    }

    /** A file that a crash left without a whole line begins where its name says. */
    private static long before(Path file) {
        return Long.parseLong(file.getFileName().toString().replaceAll("\\D", "")) - 1;
    }

    private long known(String line) {
        AuditRecord copy = AuditLine.read(line).orElseThrow(() -> misfit("holds a line that no server wrote"));
        List<AuditRecord> original = store.read(t -> AuditLog.between(t, copy.seq() - 1, copy.seq(), 1));
        if (!original.equals(List.of(copy))) {
            throw misfit("ends at seq " + copy.seq() + ", which the store does not have like that");
        }
        return copy.seq();
    }

    private Problem misfit(String what) {
        return new Problem(
                Code.NOT_READY,
                "the audit file " + file + " " + what
                        + ": the store or the file was exchanged. To go on, keep the files elsewhere as evidence");
    }

    /** The last line that ends in a line feed, after cutting off what follows it; empty if there is none. */
    private static String lastLine(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "rw")) {
            long end = lineFeedBefore(in, in.length()) + 1;
            if (end < in.length()) {
                in.setLength(end);
            }
            long start = end == 0 ? 0 : lineFeedBefore(in, end - 1) + 1;
            byte[] line = new byte[(int) Math.max(0, end - 1 - start)];
            in.seek(start);
            in.readFully(line);
            return new String(line, StandardCharsets.UTF_8);
        }
    }

    /** The position of the last line feed before {@code position}, or -1. */
    private static long lineFeedBefore(RandomAccessFile in, long position) throws IOException {
        byte[] block = new byte[8192];
        long to = position;
        while (to > 0) {
            int length = (int) Math.min(block.length, to);
            in.seek(to - length);
            in.readFully(block, 0, length);
            for (int i = length - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return to - length + i;
                }
            }
            to -= length;
        }
        return -1;
    }
}
