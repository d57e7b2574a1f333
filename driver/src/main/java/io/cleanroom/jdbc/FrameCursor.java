package io.cleanroom.jdbc;

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
 * Walks the rows of a result, frame by frame, and either reaches the last one or throws.
 *
 * <p>Avatica's own iterator asks the server to start over when a statement is lost, and ends the result early if the
 * server says there is nothing more. Here a lost result is an error (24000).
 */
final class FrameCursor implements Cursor {
    private static final long LONGEST_PAUSE_NANOS = 200_000_000L;

    private final Execution execution;
    private final Meta.StatementHandle handle;
    private final int fetchSize;
    private final int timeoutSeconds;
    private final long maxRows;

    private Iterator<?> rows = Collections.emptyIterator();
    private boolean done;
    private long read;
    private long nextOffset;
    private @Nullable List<?> row;
    private boolean wasNull;

    /** {@code maxRows} 0 means all; a null first frame means that all rows are still to be fetched. */
    FrameCursor(
            Execution execution,
            Meta.StatementHandle handle,
            Meta.@Nullable Frame firstFrame,
            int fetchSize,
            long maxRows,
            int timeoutSeconds) {
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

    @Override
    public boolean next() throws SQLException {
        execution.throwIfCancelled(timeoutSeconds);
        row = null;
        if (maxRows > 0 && read >= maxRows) {
            execution.streaming(false);
            return false;
        }
        int empty = 0;
        while (!rows.hasNext()) {
            if (done) {
                return false;
            }
            if (empty > 0) {
                // An empty frame that is not the last one means "still working".
                LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, empty * 10_000_000L));
            }
            empty++;
            fetch();
        }
        row = asList(rows.next());
        read++;
        return true;
    }

    private static List<?> asList(Object values) {
        return values instanceof Object[] ? java.util.Arrays.asList((Object[]) values) : (List<?>) values;
    }

    private void fetch() throws SQLException {
        int wanted = maxRows > 0 ? (int) Math.min(fetchSize, maxRows - read) : fetchSize;
        Service.FetchResponse response = (Service.FetchResponse) execution.run(
                handle, new Service.FetchRequest(handle.connectionId, handle.id, nextOffset, wanted), timeoutSeconds);
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

    /** The value of a column (from 0) in the current row. */
    @Nullable
    Object value(int column) throws SQLException {
        List<?> current = row;
        if (current == null) {
            throw Errors.of("there is no current row; call next() first and until it returns false", Errors.BAD_CURSOR);
        }
        if (column >= current.size()) {
            throw Errors.of("the server sent a row with fewer values than columns", Errors.INTERNAL);
        }
        Object value = current.get(column);
        wasNull = value == null;
        return value;
    }

    @Override
    public List<Accessor> createAccessors(
            List<ColumnMetaData> types, Calendar localCalendar, ArrayImpl.Factory factory) {
        return accessors(types);
    }

    List<Accessor> accessors(List<ColumnMetaData> types) {
        List<Accessor> accessors = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            accessors.add(new ValueAccessor(this, i, types.get(i).type.id));
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
        rows = Collections.emptyIterator();
        done = true;
        execution.streaming(false);
    }
}
