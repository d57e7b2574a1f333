package io.cleanroom.server.audit;

import io.cleanroom.server.collaboration.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies audit files without a server: every line is a record of ours byte for byte, its hash is that of its content, and
 * it follows the record before, across files in the order given.
 *
 * <p>A chain cannot tell that its newest records are missing; compare the printed head with one noted elsewhere.
 */
public final class AuditVerify {
    /** The first thing that is wrong. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    private long records;
    private long first;
    private long last;
    private @Nullable Sha256 head;

    private AuditVerify() {}

    /** Prints one line and returns the exit status: 0 intact, 1 broken, 2 not readable. */
    public static int run(List<String> files, PrintStream out) {
        if (files.isEmpty()) {
            out.println("usage: audit verify FILE...");
            return 2;
        }
        AuditVerify verify = new AuditVerify();
        for (String file : files) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
                verify.file(file, in);
            } catch (Broken e) {
                out.println("broken: " + e.getMessage());
                return 1;
            } catch (IOException e) {
                out.println("cannot read " + file + ": " + e);
                return 2;
            }
        }
        out.println(
                verify.head == null
                        ? "intact: no records"
                        : "intact: " + verify.records + " records, seq " + verify.first + " to " + verify.last
                                + ", head " + verify.head);
        return 0;
    }

    private void file(String file, InputStream in) throws IOException, Broken {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long number = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                number++;
                line(file + " line " + number, line.toByteArray());
                line.reset();
            } else {
                line.write(b);
            }
        }
        if (line.size() > 0) {
            throw new Broken(file + " line " + (number + 1)
                    + " is incomplete; a server that was stopped while writing it mends it when it starts");
        }
    }

    private void line(String place, byte[] bytes) throws Broken {
        AuditRecord record = text(bytes)
                .flatMap(AuditLine::read)
                .orElseThrow(() -> new Broken(place + " is not a record as it was written"));
        String what = place + " (seq " + record.seq() + ")";
        if (!record.expectedHash().equals(record.hash())) {
            throw new Broken(what + " was changed: its hash is not that of its content");
        }
        if ((record.seq() == 1) != record.previousHash().equals(AuditRecord.GENESIS)) {
            throw new Broken(what + " does not follow what its number says");
        }
        if (head != null && (record.seq() != last + 1 || !record.previousHash().equals(head))) {
            throw new Broken(what + " does not follow seq " + last);
        }
        first = head == null ? record.seq() : first;
        head = record.hash();
        last = record.seq();
        records++;
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
