package io.cleanroom.server.hashing;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The row that was read last, and whether each value had quotes: {@code ""} is an empty text, nothing at all is a NULL, and a
 * clean room tells them apart. One object for all rows.
 */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow> {
    private static final int FEW = 16;

    private String[] values = new String[FEW];
    private boolean[] quoted = new boolean[FEW];
    private int size;
    private long line;

    @Override
    protected void handleBegin(long startingLineNumber) {
        size = 0;
        line = startingLineNumber;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean withQuotes) {
        if (index == values.length) {
            values = Arrays.copyOf(values, index * 2);
            quoted = Arrays.copyOf(quoted, index * 2);
        }
        values[index] = new String(buffer, offset, length);
        quoted[index] = withQuotes;
        size = index + 1;
    }

    @Override
    protected CsvRow buildRecord() {
        return this;
    }

    int size() {
        return size;
    }

    /** Of the file, from 1. */
    long line() {
        return line;
    }

    String value(int index) {
        return values[index];
    }

    boolean quoted(int index) {
        return quoted[index];
    }

    List<String> all() {
        return new ArrayList<>(Arrays.asList(values).subList(0, size));
    }
}
