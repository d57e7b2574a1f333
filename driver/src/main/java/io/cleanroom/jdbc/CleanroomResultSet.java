package io.cleanroom.jdbc;

import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Forward-only rows; {@link FrameCursor} fetches them and {@link ValueAccessor} reads them. */
final class CleanroomResultSet extends LabelGetters implements ArrowResult {
    private final FrameCursor frames;
    private final ValueAccessor[] accessors;
    private boolean hadRow;

    CleanroomResultSet(AvaticaStatement statement, Meta.Signature signature, FrameCursor frames) throws SQLException {
        super(statement, signature);
        this.frames = frames;
        this.accessors = frames.accessors().toArray(new ValueAccessor[0]);
    }

    @Override
    ValueAccessor accessor(int columnIndex) throws SQLException {
        checkOpen();
        if (columnIndex < 1 || columnIndex > accessors.length) {
            throw Errors.of("there is no column " + columnIndex + "; the result has " + accessors.length, "07009");
        }
        return accessors[columnIndex - 1];
    }

    @Override
    protected AvaticaResultSet execute() {
        return execute2(frames, columnMetaDataList);
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw Errors.of("the result set is closed", Errors.BAD_CURSOR);
        }
    }

    @Override
    public boolean next() throws SQLException {
        checkOpen();
        try {
            boolean row = super.next();
            hadRow |= row;
            return row;
        } catch (RuntimeException e) {
            throw Errors.visible(e);
        }
    }

    /** A result ends with its statement, and that with its connection. */
    @Override
    public boolean isClosed() throws SQLException {
        return super.isClosed() || statement.isClosed();
    }

    /** False for a result without rows, as JDBC has it: programs ask so whether there are any. */
    @Override
    public boolean isBeforeFirst() throws SQLException {
        return super.isBeforeFirst() && frames.hasRow();
    }

    /** False for a result without rows. */
    @Override
    public boolean isAfterLast() throws SQLException {
        return super.isAfterLast() && hadRow;
    }

    @Override
    public InputStream arrowStream() throws SQLException {
        checkOpen();
        return frames.export();
    }

    @Override
    public int findColumn(String columnLabel) throws SQLException {
        checkOpen();
        if (columnLabel == null) {
            throw Errors.of("the column label is missing", "42703");
        }
        for (int i = 0; i < columnMetaDataList.size(); i++) {
            if (columnMetaDataList.get(i).label.equalsIgnoreCase(columnLabel)) {
                return i + 1;
            }
        }
        throw Errors.of("the result has no column " + columnLabel, "42703");
    }

    @Override
    public @Nullable String getCursorName() throws SQLException {
        throw Errors.unsupported("cursor names");
    }

    @Override
    public boolean isLast() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean first() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean last() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean previous() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean relative(int rows) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void afterLast() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public RowId getRowId(int columnIndex) throws SQLException {
        throw Errors.unsupported("row ids");
    }

    @Override
    public RowId getRowId(String columnLabel) throws SQLException {
        throw Errors.unsupported("row ids");
    }

    private static SQLException forwardOnly() {
        return Errors.unsupported("moving in a result other than by next()");
    }

    /** A hint, as JDBC has it: what was asked for when the statement ran stays. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        super.setFetchSize(StatementSettings.fetchSize(rows, statement.getFetchSize()));
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != ResultSet.FETCH_FORWARD) {
            throw Errors.unsupported("fetch directions other than forward");
        }
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw Errors.of("the result set is no " + type.getName(), Errors.UNSUPPORTED);
    }
}
