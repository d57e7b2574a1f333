package io.cleanroom.server.hashing;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One CSV file, plain or compressed, in UTF-8 with or without a byte order mark; its first line names the columns. */
final class CsvInput implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int BOM = 3;

    /** Where a quote is never closed, the rest of the file is one value; no honest value is as long as this. */
    private static final int LONGEST_VALUE = 4 << 20;

    private final Path file;
    private final CsvReader<CsvRow> reader;
    private final CloseableIterator<CsvRow> rows;
    private final List<String> header;

    private CsvInput(Path file, CsvReader<CsvRow> reader) throws Stop {
        this.file = file;
        this.reader = reader;
        rows = reader.iterator();
        if (!hasNext()) {
            throw Stop.badUse(file + " is empty; its first line must name the columns");
        }
        header = next().all();
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).isBlank()) {
                throw Stop.badUse(file + ": column " + (i + 1) + " has no name in the first line");
            }
        }
    }

    /** @param done is given the bytes that were read so far */
    static CsvInput open(Path file, char delimiter, AtomicLong done) throws Stop {
        InputStream bytes = null;
        try {
            bytes = new Counted(Files.newInputStream(file), done);
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, BUFFER) : bytes;
            return new CsvInput(
                    file,
                    CsvReader.builder()
                            .fieldSeparator(delimiter)
                            .skipEmptyLines(true)
                            // The number of values is checked where a row can be rejected.
                            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .allowUnclosedQuote(false)
                            .maxBufferSize(LONGEST_VALUE)
                            .build(
                                    new CsvRow(),
                                    new InputStreamReader(
                                            withoutMark(file, plain),
                                            StandardCharsets.UTF_8
                                                    .newDecoder()
                                                    .onMalformedInput(CodingErrorAction.REPORT)
                                                    .onUnmappableCharacter(CodingErrorAction.REPORT))));
        } catch (IOException e) {
            close(bytes);
            throw Stop.failed("cannot read " + file, e);
        } catch (Stop e) {
            close(bytes);
            throw e;
        }
    }

    private static InputStream withoutMark(Path file, InputStream in) throws IOException, Stop {
        PushbackInputStream ahead = new PushbackInputStream(in, BOM);
        byte[] start = ahead.readNBytes(BOM);
        int first = start.length > 0 ? start[0] & 0xff : 0;
        int second = start.length > 1 ? start[1] & 0xff : 0;
        int third = start.length > 2 ? start[2] & 0xff : 0;
        if ((first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe)) {
            throw Stop.failed(file + " is in UTF-16; write it in UTF-8, for example with iconv -f UTF-16 -t UTF-8");
        }
        if (!(first == 0xef && second == 0xbb && third == 0xbf)) {
            ahead.unread(start);
        }
        return ahead;
    }

    List<String> header() {
        return header;
    }

    boolean hasNext() throws Stop {
        try {
            return rows.hasNext();
        } catch (CsvParseException e) {
            throw unreadable(e);
        } catch (UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    /** The same object each time. */
    CsvRow next() throws Stop {
        try {
            return rows.next();
        } catch (CsvParseException e) {
            throw unreadable(e);
        } catch (UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    private Stop unreadable(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return Stop.failed(
                        file + " is not in UTF-8; convert it, for example with iconv -f WINDOWS-1252 -t UTF-8");
            }
            if (cause instanceof IOException io) {
                return Stop.failed("cannot read " + file, io);
            }
        }
        // Its message names the line, and the character that is wrong there.
        return Stop.failed(file + " cannot be told apart into rows: " + e.getMessage());
    }

    @Override
    public void close() {
        close(reader);
    }

    private static void close(@Nullable Closeable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counted extends FilterInputStream {
        private final AtomicLong done;

        Counted(InputStream in, AtomicLong done) {
            super(in);
            this.done = done;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            done.addAndGet(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            done.addAndGet(Math.max(count, 0));
            return count;
        }
    }
}
