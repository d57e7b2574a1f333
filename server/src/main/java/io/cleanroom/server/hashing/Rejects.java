package io.cleanroom.server.hashing;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The file of what is wrong: file, row (from 1, without the header), line (CSV only: where the row begins), column, reason. No
 * values: they are in the input, and who gets this file need not see them. Created when there is a first.
 */
final class Rejects implements AutoCloseable {
    private final PartialFile file;
    private @Nullable CsvWriter writer;

    Rejects(PartialFile file) {
        this.file = file;
    }

    synchronized void add(String input, long row, String line, String column, String reason) {
        CsvWriter open = writer;
        if (open == null) {
            try {
                open = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file.open(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            writer = open;
            open.writeRecord("file", "row", "line", "column", "reason");
        }
        open.writeRecord(input, Long.toString(row), line, column, reason);
    }

    /** True if there is a file now, false if there was nothing to write. */
    synchronized boolean finish() throws Stop {
        CsvWriter open = writer;
        if (open == null) {
            file.removeOlder();
            return false;
        }
        writer = null;
        try {
            open.close();
        } catch (IOException e) {
            throw Stop.failed("cannot write the file of rejected rows", e);
        }
        file.moveIntoPlace();
        return true;
    }

    @Override
    public synchronized void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            // The run has failed with a reason of its own, and the file is deleted below.
            writer = null;
        } finally {
            file.close();
        }
    }
}
