package io.cleanroom.jdbc;

import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Refuses OUT parameters, which analysis templates do not have. */
abstract class InParametersOnly extends CleanroomPreparedStatement implements CallableStatement {
    InParametersOnly(
            CleanroomConnection connection,
            Meta.StatementHandle handle,
            Meta.Signature signature,
            String sql,
            int holdability)
            throws SQLException {
        super(connection, handle, signature, sql, holdability);
    }

    private static SQLException inOnly() {
        return Errors.unsupported("OUT parameters; a template answers with rows, read them with executeQuery");
    }

    @Override
    public Array getArray(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Array getArray(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public BigDecimal getBigDecimal(String name) throws SQLException {
        throw inOnly();
    }

    @Deprecated
    @Override
    public BigDecimal getBigDecimal(int index, int scale) throws SQLException {
        throw inOnly();
    }

    @Override
    public BigDecimal getBigDecimal(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public Blob getBlob(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Blob getBlob(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public boolean getBoolean(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public byte getByte(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public byte getByte(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public byte[] getBytes(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public byte[] getBytes(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public Reader getCharacterStream(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Reader getCharacterStream(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public Clob getClob(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Clob getClob(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public Date getDate(String name, @Nullable Calendar calendar) throws SQLException {
        throw inOnly();
    }

    @Override
    public Date getDate(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Date getDate(int index, @Nullable Calendar calendar) throws SQLException {
        throw inOnly();
    }

    @Override
    public Date getDate(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public double getDouble(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public double getDouble(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public float getFloat(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public float getFloat(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public int getInt(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public int getInt(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public long getLong(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public long getLong(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public Reader getNCharacterStream(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Reader getNCharacterStream(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public NClob getNClob(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public NClob getNClob(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public String getNString(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public String getNString(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public <T> T getObject(String name, @Nullable Class<T> type) throws SQLException {
        throw inOnly();
    }

    @Override
    public Object getObject(String name, @Nullable Map<String, Class<?>> map) throws SQLException {
        throw inOnly();
    }

    @Override
    public Object getObject(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public <T> T getObject(int index, @Nullable Class<T> type) throws SQLException {
        throw inOnly();
    }

    @Override
    public Object getObject(int index, @Nullable Map<String, Class<?>> map) throws SQLException {
        throw inOnly();
    }

    @Override
    public Object getObject(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public Ref getRef(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Ref getRef(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public RowId getRowId(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public RowId getRowId(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public SQLXML getSQLXML(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public SQLXML getSQLXML(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public short getShort(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public short getShort(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public String getString(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public String getString(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public Time getTime(String name, @Nullable Calendar calendar) throws SQLException {
        throw inOnly();
    }

    @Override
    public Time getTime(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Time getTime(int index, @Nullable Calendar calendar) throws SQLException {
        throw inOnly();
    }

    @Override
    public Time getTime(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public Timestamp getTimestamp(String name, @Nullable Calendar calendar) throws SQLException {
        throw inOnly();
    }

    @Override
    public Timestamp getTimestamp(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public Timestamp getTimestamp(int index, @Nullable Calendar calendar) throws SQLException {
        throw inOnly();
    }

    @Override
    public Timestamp getTimestamp(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public URL getURL(String name) throws SQLException {
        throw inOnly();
    }

    @Override
    public URL getURL(int index) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(String name, int sqlType, @Nullable String typeName) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(String name, int sqlType, int scale) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(String name, int sqlType) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(String name, @Nullable SQLType sqlType, @Nullable String typeName)
            throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(String name, @Nullable SQLType sqlType, int scale) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(String name, @Nullable SQLType sqlType) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(int index, int sqlType, @Nullable String typeName) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(int index, int sqlType, int scale) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(int index, int sqlType) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(int index, @Nullable SQLType sqlType, @Nullable String typeName)
            throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(int index, @Nullable SQLType sqlType, int scale) throws SQLException {
        throw inOnly();
    }

    @Override
    public void registerOutParameter(int index, @Nullable SQLType sqlType) throws SQLException {
        throw inOnly();
    }

    @Override
    public boolean wasNull() throws SQLException {
        throw inOnly();
    }
}
