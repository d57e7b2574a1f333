package io.cleanroom.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import org.apache.calcite.avatica.AvaticaPreparedStatement;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Refuses the kinds of parameters that Avatica would silently ignore or fail on unchecked. */
abstract class PlainParameters extends AvaticaPreparedStatement {
    PlainParameters(
            CleanroomConnection connection, Meta.StatementHandle handle, Meta.Signature signature, int holdability)
            throws SQLException {
        super(connection, handle, signature, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    }

    private static SQLException streams() {
        return Errors.unsupported("streams as parameters; use setString or setBytes");
    }

    private static SQLException largeObjects() {
        return Errors.unsupported("large objects as parameters; use setString or setBytes");
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream x, int length) throws SQLException {
        throw streams();
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream x, long length) throws SQLException {
        throw streams();
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream x) throws SQLException {
        throw streams();
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader x, int length) throws SQLException {
        throw streams();
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader x, long length) throws SQLException {
        throw streams();
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader x) throws SQLException {
        throw streams();
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int index, @Nullable InputStream x, int length) throws SQLException {
        throw streams();
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader x, long length) throws SQLException {
        throw streams();
    }

    @Override
    public void setClob(int index, @Nullable Reader x, long length) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setNClob(int index, @Nullable Reader x, long length) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setBlob(int index, @Nullable InputStream x, long length) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader x) throws SQLException {
        throw streams();
    }

    @Override
    public void setClob(int index, @Nullable Reader x) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setNClob(int index, @Nullable Reader x) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setBlob(int index, @Nullable InputStream x) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setClob(int index, @Nullable Clob x) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setNClob(int index, @Nullable NClob x) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setBlob(int index, @Nullable Blob x) throws SQLException {
        throw largeObjects();
    }

    @Override
    public void setArray(int index, @Nullable Array x) throws SQLException {
        throw Errors.unsupported("arrays as parameters");
    }

    @Override
    public void setRef(int index, @Nullable Ref x) throws SQLException {
        throw Errors.unsupported("references as parameters");
    }

    @Override
    public void setRowId(int index, @Nullable RowId x) throws SQLException {
        throw Errors.unsupported("row ids as parameters");
    }

    @Override
    public void setURL(int index, @Nullable URL x) throws SQLException {
        throw Errors.unsupported("URLs as parameters; use setString");
    }

    @Override
    public void setSQLXML(int index, @Nullable SQLXML x) throws SQLException {
        throw Errors.unsupported("XML as parameters; use setString");
    }
}
