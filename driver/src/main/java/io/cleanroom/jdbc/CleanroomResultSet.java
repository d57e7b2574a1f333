package io.cleanroom.jdbc;

import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;

/** Forward-only rows; {@link FrameCursor} fetches them and {@link ValueAccessor} reads them. */
final class CleanroomResultSet extends AvaticaResultSet {
    private final FrameCursor frames;

    CleanroomResultSet(AvaticaStatement statement, Meta.Signature signature, FrameCursor frames) throws SQLException {
        super(
                statement,
                new QueryState(""),
                signature,
                new ColumnsMetaData(signature.columns),
                TimeZone.getDefault(),
                Meta.Frame.EMPTY);
        this.frames = frames;
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
            return super.next();
        } catch (RuntimeException e) {
            throw Errors.visible(e);
        }
    }

    @Override
    public int findColumn(String columnLabel) throws SQLException {
        checkOpen();
        for (int i = 0; i < columnMetaDataList.size(); i++) {
            if (columnMetaDataList.get(i).label.equalsIgnoreCase(columnLabel)) {
                return i + 1;
            }
        }
        throw Errors.of("the result has no column " + columnLabel, "42703");
    }

    @Override
    public @Nullable Object getObject(int columnIndex) throws SQLException {
        return getObject(columnIndex, (java.util.Map<String, Class<?>>) null);
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
}
