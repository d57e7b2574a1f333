package io.cleanroom.server.hashing;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** CSV, one row in memory at a time. Values and quotes of other columns stay as they are; lines end with a line feed. */
final class CsvHashing implements FileHashing {
    private static final Pattern EMAIL_LIKE = Pattern.compile("[^\\s@]@[^\\s@]+\\.[^\\s@]");

    private final InputFiles input;
    private final char delimiter;
    private final IdentifierHash hash;
    private final Layout layout;
    private final String[] values;
    private final boolean[] quoted;
    private final Set<Integer> originals;
    private final Set<String> emailLike = new LinkedHashSet<>();

    private CsvHashing(InputFiles input, char delimiter, IdentifierHash hash, Layout layout) {
        this.input = input;
        this.delimiter = delimiter;
        this.hash = hash;
        this.layout = layout;
        originals = layout.hashed().stream().map(Layout.Hashed::source).collect(Collectors.toSet());
        values = new String[layout.columns().size()];
        quoted = new boolean[values.length];
    }

    static CsvHashing open(InputFiles input, Options options, IdentifierHash hash) throws Stop {
        Path first = input.files().get(0);
        char delimiter = options.delimiter().orElse(first.toString().matches("(?i).*\\.tsv(\\.gz)?") ? '\t' : ',');
        List<String> header = header(first, delimiter);
        Layout layout = Layout.of(header, options);
        for (Path file : input.files()) {
            if (!header(file, delimiter).equals(header)) {
                throw Stop.badUse(file + " has other columns than " + first);
            }
        }
        return new CsvHashing(input, delimiter, hash, layout);
    }

    private static List<String> header(Path file, char delimiter) throws Stop {
        try (CsvInput in = CsvInput.open(file, delimiter, new AtomicLong())) {
            return in.header();
        }
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public List<String> run(Counts counts, PartialFile out, Rejects rejects) throws Stop {
        counts.all.set(input.bytes());
        try (CsvWriter writer = CsvWriter.builder()
                .fieldSeparator(delimiter)
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(quotes())
                .build(out.open(), StandardCharsets.UTF_8)) {
            writer.writeRecord(layout.names());
            List<Cells> cells = cells(counts);
            for (Path file : input.files()) {
                file(file, cells, counts, writer, rejects);
            }
        } catch (IOException e) {
            throw Stop.failed("cannot write the output", e);
        } catch (UncheckedIOException e) {
            throw Stop.failed("cannot write the output", e.getCause());
        }
        return List.copyOf(emailLike);
    }

    private List<Cells> cells(Counts counts) {
        List<Cells> cells = new ArrayList<>();
        List<Layout.Hashed> hashed = layout.hashed();
        for (int i = 0; i < hashed.size(); i++) {
            cells.add(new Cells(hashed.get(i).column(), hash, counts.columns.get(i)));
        }
        return cells;
    }

    /** The header's quotes follow need alone. A line without anything would be no row to those who read it. */
    private QuoteStrategy quotes() {
        return new QuoteStrategy() {
            @Override
            public boolean quoteNull(int line, int field) {
                return values.length == 1;
            }

            @Override
            public boolean quoteEmpty(int line, int field) {
                return true;
            }

            @Override
            public boolean quoteValue(int line, int field, String value) {
                return quoted[field];
            }
        };
    }

    private void file(Path file, List<Cells> cells, Counts counts, CsvWriter writer, Rejects rejects) throws Stop {
        try (CsvInput in = CsvInput.open(file, delimiter, counts.done)) {
            long number = 0;
            while (in.hasNext()) {
                CsvRow row = in.next();
                number++;
                counts.read.increment();
                if (good(row, number, file, cells, rejects)) {
                    writer.writeRecord(values);
                    counts.written.incrementAndGet();
                }
            }
        }
    }

    /** Fills in the output's values; false if the row was rejected. */
    private boolean good(CsvRow row, long number, Path file, List<Cells> cells, Rejects rejects) {
        if (row.size() != layout.width()) {
            String reason = "the row has " + row.size() + " values where the header has " + layout.width();
            rejects.add(file.toString(), number, Long.toString(row.line()), "", reason);
            return false;
        }
        boolean good = true;
        int identifier = 0;
        for (int i = 0; i < values.length; i++) {
            Layout.Output column = layout.columns().get(i);
            String value = row.value(column.source());
            if (column instanceof Layout.Hashed) {
                Cells cell = cells.get(identifier++);
                String hashed = cell.hash(
                        value,
                        reason ->
                                rejects.add(file.toString(), number, Long.toString(row.line()), cell.column(), reason));
                good &= !hashed.equals(Cells.REJECTED);
                set(i, hashed, false);
            } else {
                set(i, value, row.quoted(column.source()));
                if (value.indexOf('@') > 0
                        && !originals.contains(column.source())
                        && EMAIL_LIKE.matcher(value).find()) {
                    emailLike.add(column.name());
                }
            }
        }
        return good;
    }

    /** @param withQuotes an empty value without quotes is a NULL */
    @SuppressWarnings("NullAway") // The writer takes null for a value that is not there.
    private void set(int index, String value, boolean withQuotes) {
        values[index] = value.isEmpty() && !withQuotes ? null : value;
        quoted[index] = withQuotes;
    }
}
