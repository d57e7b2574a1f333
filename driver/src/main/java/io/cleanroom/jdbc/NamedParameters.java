package io.cleanroom.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Sets parameters by their names in the template. */
abstract class NamedParameters extends InParametersOnly {
    NamedParameters(
            CleanroomConnection connection,
            Meta.StatementHandle handle,
            Meta.Signature signature,
            String sql,
            int holdability)
            throws SQLException {
        super(connection, handle, signature, sql, holdability);
    }

    /** The number of the marker that the parameter of this name is given by; 07009 if there is none. */
    abstract int marker(String name) throws SQLException;

    @Override
    public void setAsciiStream(String name, @Nullable InputStream x, int length) throws SQLException {
        setAsciiStream(marker(name), x, length);
    }

    @Override
    public void setAsciiStream(String name, @Nullable InputStream x, long length) throws SQLException {
        setAsciiStream(marker(name), x, length);
    }

    @Override
    public void setAsciiStream(String name, @Nullable InputStream x) throws SQLException {
        setAsciiStream(marker(name), x);
    }

    @Override
    public void setBigDecimal(String name, @Nullable BigDecimal x) throws SQLException {
        setBigDecimal(marker(name), x);
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream x, int length) throws SQLException {
        setBinaryStream(marker(name), x, length);
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream x, long length) throws SQLException {
        setBinaryStream(marker(name), x, length);
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream x) throws SQLException {
        setBinaryStream(marker(name), x);
    }

    @Override
    public void setBlob(String name, @Nullable InputStream x, long length) throws SQLException {
        setBlob(marker(name), x, length);
    }

    @Override
    public void setBlob(String name, @Nullable InputStream x) throws SQLException {
        setBlob(marker(name), x);
    }

    @Override
    public void setBlob(String name, @Nullable Blob x) throws SQLException {
        setBlob(marker(name), x);
    }

    @Override
    public void setBoolean(String name, boolean x) throws SQLException {
        setBoolean(marker(name), x);
    }

    @Override
    public void setByte(String name, byte x) throws SQLException {
        setByte(marker(name), x);
    }

    @Override
    public void setBytes(String name, byte @Nullable [] x) throws SQLException {
        setBytes(marker(name), x);
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader x, int length) throws SQLException {
        setCharacterStream(marker(name), x, length);
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader x, long length) throws SQLException {
        setCharacterStream(marker(name), x, length);
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader x) throws SQLException {
        setCharacterStream(marker(name), x);
    }

    @Override
    public void setClob(String name, @Nullable Reader x, long length) throws SQLException {
        setClob(marker(name), x, length);
    }

    @Override
    public void setClob(String name, @Nullable Reader x) throws SQLException {
        setClob(marker(name), x);
    }

    @Override
    public void setClob(String name, @Nullable Clob x) throws SQLException {
        setClob(marker(name), x);
    }

    @Override
    public void setDate(String name, @Nullable Date x, @Nullable Calendar calendar) throws SQLException {
        setDate(marker(name), x, calendar);
    }

    @Override
    public void setDate(String name, @Nullable Date x) throws SQLException {
        setDate(marker(name), x);
    }

    @Override
    public void setDouble(String name, double x) throws SQLException {
        setDouble(marker(name), x);
    }

    @Override
    public void setFloat(String name, float x) throws SQLException {
        setFloat(marker(name), x);
    }

    @Override
    public void setInt(String name, int x) throws SQLException {
        setInt(marker(name), x);
    }

    @Override
    public void setLong(String name, long x) throws SQLException {
        setLong(marker(name), x);
    }

    @Override
    public void setNCharacterStream(String name, @Nullable Reader x, long length) throws SQLException {
        setNCharacterStream(marker(name), x, length);
    }

    @Override
    public void setNCharacterStream(String name, @Nullable Reader x) throws SQLException {
        setNCharacterStream(marker(name), x);
    }

    @Override
    public void setNClob(String name, @Nullable Reader x, long length) throws SQLException {
        setNClob(marker(name), x, length);
    }

    @Override
    public void setNClob(String name, @Nullable Reader x) throws SQLException {
        setNClob(marker(name), x);
    }

    @Override
    public void setNClob(String name, @Nullable NClob x) throws SQLException {
        setNClob(marker(name), x);
    }

    @Override
    public void setNString(String name, @Nullable String x) throws SQLException {
        setNString(marker(name), x);
    }

    @Override
    public void setNull(String name, int sqlType, @Nullable String typeName) throws SQLException {
        setNull(marker(name), sqlType, typeName);
    }

    @Override
    public void setNull(String name, int sqlType) throws SQLException {
        setNull(marker(name), sqlType);
    }

    @Override
    public void setObject(String name, @Nullable Object x, int sqlType, int scaleOrLength) throws SQLException {
        setObject(marker(name), x, sqlType, scaleOrLength);
    }

    @Override
    public void setObject(String name, @Nullable Object x, int sqlType) throws SQLException {
        setObject(marker(name), x, sqlType);
    }

    @Override
    public void setObject(String name, @Nullable Object x, @Nullable SQLType sqlType, int scaleOrLength)
            throws SQLException {
        setObject(marker(name), x, sqlType, scaleOrLength);
    }

    @Override
    public void setObject(String name, @Nullable Object x, @Nullable SQLType sqlType) throws SQLException {
        setObject(marker(name), x, sqlType);
    }

    @Override
    public void setObject(String name, @Nullable Object x) throws SQLException {
        setObject(marker(name), x);
    }

    @Override
    public void setRowId(String name, @Nullable RowId x) throws SQLException {
        setRowId(marker(name), x);
    }

    @Override
    public void setSQLXML(String name, @Nullable SQLXML x) throws SQLException {
        setSQLXML(marker(name), x);
    }

    @Override
    public void setShort(String name, short x) throws SQLException {
        setShort(marker(name), x);
    }

    @Override
    public void setString(String name, @Nullable String x) throws SQLException {
        setString(marker(name), x);
    }

    @Override
    public void setTime(String name, @Nullable Time x, @Nullable Calendar calendar) throws SQLException {
        setTime(marker(name), x, calendar);
    }

    @Override
    public void setTime(String name, @Nullable Time x) throws SQLException {
        setTime(marker(name), x);
    }

    @Override
    public void setTimestamp(String name, @Nullable Timestamp x, @Nullable Calendar calendar) throws SQLException {
        setTimestamp(marker(name), x, calendar);
    }

    @Override
    public void setTimestamp(String name, @Nullable Timestamp x) throws SQLException {
        setTimestamp(marker(name), x);
    }

    @Override
    public void setURL(String name, @Nullable URL x) throws SQLException {
        setURL(marker(name), x);
    }
}
