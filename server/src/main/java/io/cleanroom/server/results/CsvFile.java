package io.cleanroom.server.results;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.RowFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it, in UTF-8, with a line of names and lines that end in LF. NULL is nothing at all, an empty text is
 * {@code ""}, and so are no bytes at all; others are hexadecimal digits. Arrays and rows are JSON.
 */
final class CsvFile implements RowFile {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(java.util.Locale.ROOT);

    private final List<OutputColumn> columns;
    private final BufferedWriter out;

    CsvFile(Path file, List<OutputColumn> columns) {
        this.columns = List.copyOf(columns);
        try {
            out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            line(columns.stream().map(OutputColumn::label).toArray());
        } catch (IOException e) {
            throw ResultLocations.failed(e);
        }
    }

    @Override
    public void write(@Nullable Object[] row) {
        try {
            @Nullable Object[] texts = new @Nullable Object[row.length];
            for (int i = 0; i < row.length; i++) {
                Object value = row[i];
                ColumnType type = columns.get(i).type();
                texts[i] = value != null && type.isNested() ? JsonText.of(type, value) : value;
            }
            line(texts);
        } catch (IOException e) {
            throw ResultLocations.failed(e);
        }
    }

    private void line(@Nullable Object[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            Object value = values[i];
            if (value != null) {
                out.write(value instanceof String || value instanceof Bytes ? quoted(value.toString()) : text(value));
            }
        }
        out.write('\n');
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                && text.strip().equals(text);
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        return value instanceof LocalDateTime timestamp
                ? timestamp.toLocalDate() + " " + TIME.format(timestamp.toLocalTime())
                : value.toString();
    }

    @Override
    public void finish() {
        try {
            out.close();
        } catch (IOException e) {
            throw ResultLocations.failed(e);
        }
    }

    @Override
    public void close() {
        finish();
    }
}
