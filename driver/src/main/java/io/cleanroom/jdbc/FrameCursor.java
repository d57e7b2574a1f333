package io.cleanroom.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.util.ArrayImpl;
import org.apache.calcite.avatica.util.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Walks the rows of a result, frame by frame, and either reaches the last one or throws. After the first frame the server
 * is asked for Arrow; while one answer is read the next is on its way, and no more than that, so that neither side holds
 * more than two.
 *
 * <p>Avatica's own iterator asks the server to start over when a statement is lost, and ends the result early if the
 * server says there is nothing more. Here a lost result is an error (24000).
 */
final class FrameCursor implements Cursor {
    private static final long LONGEST_PAUSE_NANOS = 200_000_000L;

    /** The JVM is asked for its time zone once in so many rows: each time it copies it, an eighth of the time of reading a row. */
    private static final int CLOCK_ROWS = 64;

    private final Execution execution;
    private final Meta.StatementHandle handle;
    private final int fetchSize;
    private final int timeoutSeconds;
    private final long maxRows;
    private final List<ResultType> columns;

    private Iterator<?> rows = Collections.emptyIterator();
    private boolean done;
    private long read;
    private long nextOffset;
    private @Nullable List<?> row;
    private boolean wasNull;
    private boolean begun;
    private boolean exported;
    private boolean closed;

    /** Where {@link #batches} are from. */
    private @Nullable ArrowStream stream;

    private Iterator<ArrowBatch> batches = Collections.emptyIterator();
    private @Nullable ArrowBatch batch;
    /** The current row of the batch, if there is a batch. */
    private int batchRow;

    private final WallClock wallClock = new WallClock();
    /** The row before which {@link #wallClock} looks at the time zone again. */
    private long clockDue;

    private @Nullable FetchLine line;
    private HttpTransport.@Nullable Exchange ahead;
    /** What the batches at hand are in; serves for another answer when the next one has been taken. */
    private byte @Nullable [] memory;

    /**
     * A cursor before the first row.
     *
     * @param firstFrame null: all rows are still to be fetched
     * @param fetchSize rows of a frame, and of an Arrow answer if the caller has chosen it; else such an answer has as many
     *     as the server thinks right
     * @param maxRows 0: all
     */
    FrameCursor(
            Execution execution,
            Meta.StatementHandle handle,
            Meta.@Nullable Frame firstFrame,
            List<ResultType> columns,
            int fetchSize,
            long maxRows,
            int timeoutSeconds) {
        this.columns = columns;
        this.execution = execution;
        this.handle = handle;
        this.fetchSize = fetchSize;
        this.maxRows = maxRows;
        this.timeoutSeconds = timeoutSeconds;
        accept(firstFrame == null ? Meta.Frame.MORE : firstFrame);
    }

    private void accept(Meta.Frame frame) {
        List<Object> list = new ArrayList<>();
        frame.rows.forEach(list::add);
        rows = list.iterator();
        nextOffset = frame.offset + list.size();
        done = frame.done;
        execution.streaming(!done);
    }

    /** Whether there is a first row, which is waited for but not gone to; only before the first call of {@link #next}. */
    boolean hasRow() throws SQLException {
        return !exported && fetchUntilRows();
    }

    @Override
    public boolean next() throws SQLException {
        execution.throwIfCancelled(timeoutSeconds);
        if (!begun) {
            begun = true;
            startAhead(null);
        }
        row = null;
        if (maxRows > 0 && read >= maxRows) {
            batch = null;
            execution.streaming(false);
            return false;
        }
        ArrowBatch here = batch;
        if (here != null && ++batchRow < here.rows) {
            read++;
            return true;
        }
        batch = null;
        if (rows.hasNext() || !nextBatch()) {
            return nextOfFrame();
        }
        read++;
        return true;
    }

    private boolean nextBatch() {
        batch = batches.hasNext() ? batches.next() : null;
        batchRow = 0;
        return batch != null;
    }

    static SQLException unreadable(Exception cause) {
        return Errors.of("the server's rows cannot be read: " + cause.getMessage(), Errors.INTERNAL, cause);
    }

    private boolean nextOfFrame() throws SQLException {
        if (exported) {
            throw Errors.of("the rows of this result are read as an Arrow stream", Errors.BAD_CURSOR);
        }
        if (!fetchUntilRows()) {
            return false;
        }
        if (!nextBatch()) {
            row = asList(rows.next());
        }
        read++;
        return true;
    }

    /** Whether rows are here, in a frame or in batches; false at the end of the result. */
    private boolean fetchUntilRows() throws SQLException {
        for (int empty = 0; !rows.hasNext() && !batches.hasNext(); empty++) {
            if (done) {
                return false;
            }
            if (empty > 0) {
                // An empty frame that is not the last one means "still working".
                LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, empty * 10_000_000L));
            }
            fetch();
        }
        return true;
    }

    /** The whole result as an Arrow stream in place of rows. */
    InputStream export() throws SQLException {
        if (exported || begun) {
            throw Errors.of(
                    "an Arrow stream is to be had once, and before the first call of next()", Errors.BAD_CURSOR);
        }
        ArrowExport stream = new ArrowExport(this, new ArrowEncoder(columns));
        exported = true;
        return stream;
    }

    /** Further rows as messages of an Arrow stream, valid until the next call; null at the end of the result. */
    @Nullable
    ByteBuffer nextMessages(ArrowEncoder encoder) throws SQLException {
        execution.throwIfCancelled(timeoutSeconds);
        if (closed) {
            throw Errors.of("the result set is closed", Errors.BAD_CURSOR);
        }
        if ((maxRows > 0 && read >= maxRows) || !fetchUntilRows()) {
            execution.streaming(false);
            return null;
        }
        ArrowStream received = stream;
        if (rows.hasNext() || received == null) {
            return encoder.batch(frameRows());
        }
        batches = Collections.emptyIterator();
        read += received.rows;
        if (maxRows > 0 && read > maxRows) {
            throw Errors.of("the server sent more rows than it was asked for", Errors.INTERNAL);
        }
        return received.batchMessages();
    }

    private List<@Nullable Object[]> frameRows() throws SQLException {
        List<@Nullable Object[]> decoded = new ArrayList<>();
        while (rows.hasNext() && (maxRows == 0 || read < maxRows)) {
            row = asList(rows.next());
            @Nullable Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(i);
            }
            decoded.add(values);
            read++;
        }
        row = null;
        return decoded;
    }

    private static List<?> asList(Object values) {
        return values instanceof Object[] ? java.util.Arrays.asList((Object[]) values) : (List<?>) values;
    }

    private void fetch() throws SQLException {
        HttpTransport.Exchange started = ahead == null ? startFetch(null) : ahead;
        ahead = null;
        Fetched answer = execution.finishFetch(started, timeoutSeconds);
        if (answer.arrow != null) {
            accept(answer.arrow, answer.last);
        } else if (answer.frame != null) {
            accept(answer.frame);
        }
    }

    private HttpTransport.Exchange startFetch(byte @Nullable [] memory) throws SQLException {
        long left = maxRows > 0 ? maxRows - nextOffset : Integer.MAX_VALUE;
        int wanted = (int) Math.min(fetchSize == Settings.FETCH_SIZE ? Integer.MAX_VALUE : fetchSize, left);
        FetchLine own = line;
        if (own == null) {
            own = execution.line();
            line = own;
        }
        return execution.startFetch(
                handle,
                new Service.FetchRequest(handle.connectionId, handle.id, nextOffset, wanted),
                own,
                memory,
                timeoutSeconds);
    }

    private void accept(Received received, boolean last) throws SQLException {
        byte[] readBefore = memory;
        memory = received.bytes;
        try {
            ArrowStream read = new ArrowStream(received, columns);
            batches = read.batches().iterator();
            nextOffset += read.rows;
            stream = read;
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
        done = last;
        execution.streaming(!done);
        startAhead(readBefore);
        if (ahead == null) {
            closeLine();
        }
    }

    /** Asks for the rows after those at hand, if there are any. */
    private void startAhead(byte @Nullable [] memory) throws SQLException {
        if (ahead == null && !done && (maxRows == 0 || nextOffset < maxRows)) {
            ahead = startFetch(memory);
        }
    }

    private void accept(Service.FetchResponse response) throws SQLException {
        if (response.missingStatement || response.missingResults || response.frame == null) {
            throw Errors.of(
                    "the server no longer has this result (" + read + " rows were read); run the statement again",
                    Errors.BAD_CURSOR);
        }
        if (response.frame.offset != nextOffset
                && response.frame.rows.iterator().hasNext()) {
            throw Errors.of("the server skipped rows of this result", Errors.INTERNAL);
        }
        accept(
                response.frame.rows.iterator().hasNext()
                        ? response.frame
                        : new Meta.Frame(nextOffset, response.frame.done, Collections.emptyList()));
    }

    /** The column (from 0) of the batch that the current row is in, or null if the row came in a frame. */
    @Nullable
    ArrowColumn arrowColumn(int column) {
        ArrowBatch here = batch;
        return here == null ? null : here.column(column);
    }

    /** Whether the current row, which is in a batch, has no value in that column; remembered for {@link #wasNull}. */
    boolean isNull(ArrowColumn column) {
        wasNull = column.isNull(batchRow);
        return wasNull;
    }

    int batchRow() {
        return batchRow;
    }

    /** For the values of the current row; it may be some rows behind a program that changes its time zone. */
    WallClock wallClock() {
        if (read >= clockDue) {
            clockDue = read + CLOCK_ROWS;
            wallClock.followZone();
        }
        return wallClock;
    }

    /** The value of a column (from 0) in the current row, as {@link Values#fromWire} has it. */
    @Nullable
    Object value(int column) throws SQLException {
        ArrowColumn inBatch = arrowColumn(column);
        if (inBatch != null) {
            try {
                return isNull(inBatch) ? null : inBatch.value(batchRow);
            } catch (RuntimeException e) {
                throw unreadable(e);
            }
        }
        List<?> current = row;
        if (current == null) {
            throw Errors.of("there is no current row; call next() first and until it returns false", Errors.BAD_CURSOR);
        }
        if (column >= current.size()) {
            throw Errors.of("the server sent a row with fewer values than columns", Errors.INTERNAL);
        }
        Object value = current.get(column);
        wasNull = value == null;
        try {
            return Values.fromWire(value, columns.get(column));
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<Accessor> createAccessors(
            List<ColumnMetaData> types, Calendar localCalendar, ArrayImpl.Factory factory) {
        return new ArrayList<>(accessors());
    }

    List<ValueAccessor> accessors() {
        List<ValueAccessor> accessors = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            accessors.add(new ValueAccessor(this, i, columns.get(i).jdbcType));
        }
        return accessors;
    }

    @Override
    public boolean wasNull() {
        return wasNull;
    }

    /** The server frees its side when the statement is closed or run again. */
    @Override
    public void close() {
        row = null;
        batch = null;
        stream = null;
        memory = null;
        closed = true;
        batches = Collections.emptyIterator();
        rows = Collections.emptyIterator();
        done = true;
        HttpTransport.Exchange unwanted = ahead;
        if (unwanted != null) {
            ahead = null;
            execution.drop(unwanted);
        }
        closeLine();
        execution.streaming(false);
    }

    private void closeLine() {
        FetchLine own = line;
        if (own != null) {
            own.close();
            line = null;
        }
    }
}
