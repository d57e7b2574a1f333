package io.cleanroom.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Reads the current row by column number; Avatica's errors would have no SQLState. */
abstract class RowGetters extends ReadOnlyRows {
    RowGetters(AvaticaStatement statement, Meta.Signature signature) throws SQLException {
        super(statement, signature);
    }

    /** The accessor of a column of the current row; 07009 if there is no such column. */
    abstract ValueAccessor accessor(int columnIndex) throws SQLException;

    @Override
    public @Nullable Array getArray(int columnIndex) throws SQLException {
        return accessor(columnIndex).getArray();
    }

    @Override
    public @Nullable InputStream getAsciiStream(int columnIndex) throws SQLException {
        return accessor(columnIndex).getAsciiStream();
    }

    @Deprecated
    @Override
    public @Nullable BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
        return accessor(columnIndex).getBigDecimal(scale);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException {
        return accessor(columnIndex).getBigDecimal();
    }

    @Override
    public @Nullable InputStream getBinaryStream(int columnIndex) throws SQLException {
        return accessor(columnIndex).getBinaryStream();
    }

    @Override
    public @Nullable Blob getBlob(int columnIndex) throws SQLException {
        return accessor(columnIndex).getBlob();
    }

    @Override
    public boolean getBoolean(int columnIndex) throws SQLException {
        return accessor(columnIndex).getBoolean();
    }

    @Override
    public byte getByte(int columnIndex) throws SQLException {
        return accessor(columnIndex).getByte();
    }

    @Override
    public byte @Nullable [] getBytes(int columnIndex) throws SQLException {
        return accessor(columnIndex).getBytes();
    }

    @Override
    public @Nullable Reader getCharacterStream(int columnIndex) throws SQLException {
        return accessor(columnIndex).getCharacterStream();
    }

    @Override
    public @Nullable Clob getClob(int columnIndex) throws SQLException {
        return accessor(columnIndex).getClob();
    }

    @Override
    public @Nullable Date getDate(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return accessor(columnIndex).getDate(calendar);
    }

    @Override
    public @Nullable Date getDate(int columnIndex) throws SQLException {
        return accessor(columnIndex).getDate(null);
    }

    @Override
    public double getDouble(int columnIndex) throws SQLException {
        return accessor(columnIndex).getDouble();
    }

    @Override
    public float getFloat(int columnIndex) throws SQLException {
        return accessor(columnIndex).getFloat();
    }

    @Override
    public int getInt(int columnIndex) throws SQLException {
        return accessor(columnIndex).getInt();
    }

    @Override
    public long getLong(int columnIndex) throws SQLException {
        return accessor(columnIndex).getLong();
    }

    @Override
    public @Nullable Reader getNCharacterStream(int columnIndex) throws SQLException {
        return accessor(columnIndex).getNCharacterStream();
    }

    @Override
    public @Nullable NClob getNClob(int columnIndex) throws SQLException {
        return accessor(columnIndex).getNClob();
    }

    @Override
    public @Nullable String getNString(int columnIndex) throws SQLException {
        return accessor(columnIndex).getNString();
    }

    @Override
    public <T> @Nullable T getObject(int columnIndex, @Nullable Class<T> type) throws SQLException {
        return accessor(columnIndex).getObject(type);
    }

    @Override
    public @Nullable Object getObject(int columnIndex, @Nullable Map<String, Class<?>> map) throws SQLException {
        return accessor(columnIndex).getObject(map);
    }

    @Override
    public @Nullable Object getObject(int columnIndex) throws SQLException {
        return accessor(columnIndex).getObject();
    }

    @Override
    public @Nullable Ref getRef(int columnIndex) throws SQLException {
        return accessor(columnIndex).getRef();
    }

    @Override
    public @Nullable SQLXML getSQLXML(int columnIndex) throws SQLException {
        return accessor(columnIndex).getSQLXML();
    }

    @Override
    public short getShort(int columnIndex) throws SQLException {
        return accessor(columnIndex).getShort();
    }

    @Override
    public @Nullable String getString(int columnIndex) throws SQLException {
        return accessor(columnIndex).getString();
    }

    @Override
    public @Nullable Time getTime(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return accessor(columnIndex).getTime(calendar);
    }

    @Override
    public @Nullable Time getTime(int columnIndex) throws SQLException {
        return accessor(columnIndex).getTime(null);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return accessor(columnIndex).getTimestamp(calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException {
        return accessor(columnIndex).getTimestamp(null);
    }

    @Override
    public @Nullable URL getURL(int columnIndex) throws SQLException {
        return accessor(columnIndex).getURL();
    }

    @Deprecated
    @Override
    public @Nullable InputStream getUnicodeStream(int columnIndex) throws SQLException {
        return accessor(columnIndex).getUnicodeStream();
    }
}
