package io.cleanroom.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
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
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;

/** Refuses every change of a row; Avatica would refuse without a word. */
abstract class ReadOnlyRows extends AvaticaResultSet {
    ReadOnlyRows(AvaticaStatement statement, Meta.Signature signature) throws SQLException {
        super(
                statement,
                new QueryState(""),
                signature,
                new ColumnsMetaData(signature.columns),
                TimeZone.getDefault(),
                Meta.Frame.EMPTY);
    }

    @Override
    public void cancelRowUpdates() throws SQLException {
        throw readOnly();
    }

    @Override
    public void deleteRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public void insertRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public void moveToCurrentRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public void moveToInsertRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public void refreshRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateArray(String column, @Nullable Array x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateArray(int column, @Nullable Array x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateAsciiStream(String column, @Nullable InputStream x, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateAsciiStream(String column, @Nullable InputStream x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateAsciiStream(String column, @Nullable InputStream x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateAsciiStream(int column, @Nullable InputStream x, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateAsciiStream(int column, @Nullable InputStream x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateAsciiStream(int column, @Nullable InputStream x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBigDecimal(String column, @Nullable BigDecimal x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBigDecimal(int column, @Nullable BigDecimal x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBinaryStream(String column, @Nullable InputStream x, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBinaryStream(String column, @Nullable InputStream x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBinaryStream(String column, @Nullable InputStream x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBinaryStream(int column, @Nullable InputStream x, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBinaryStream(int column, @Nullable InputStream x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBinaryStream(int column, @Nullable InputStream x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBlob(String column, @Nullable InputStream x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBlob(String column, @Nullable InputStream x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBlob(String column, @Nullable Blob x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBlob(int column, @Nullable InputStream x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBlob(int column, @Nullable InputStream x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBlob(int column, @Nullable Blob x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBoolean(String column, boolean x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBoolean(int column, boolean x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateByte(String column, byte x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateByte(int column, byte x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBytes(String column, byte @Nullable [] x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateBytes(int column, byte @Nullable [] x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateCharacterStream(String column, @Nullable Reader x, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateCharacterStream(String column, @Nullable Reader x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateCharacterStream(String column, @Nullable Reader x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateCharacterStream(int column, @Nullable Reader x, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateCharacterStream(int column, @Nullable Reader x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateCharacterStream(int column, @Nullable Reader x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateClob(String column, @Nullable Reader x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateClob(String column, @Nullable Reader x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateClob(String column, @Nullable Clob x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateClob(int column, @Nullable Reader x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateClob(int column, @Nullable Reader x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateClob(int column, @Nullable Clob x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateDate(String column, @Nullable Date x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateDate(int column, @Nullable Date x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateDouble(String column, double x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateDouble(int column, double x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateFloat(String column, float x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateFloat(int column, float x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateInt(String column, int x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateInt(int column, int x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateLong(String column, long x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateLong(int column, long x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNCharacterStream(String column, @Nullable Reader x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNCharacterStream(String column, @Nullable Reader x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNCharacterStream(int column, @Nullable Reader x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNCharacterStream(int column, @Nullable Reader x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNClob(String column, @Nullable Reader x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNClob(String column, @Nullable Reader x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNClob(String column, @Nullable NClob x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNClob(int column, @Nullable Reader x, long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNClob(int column, @Nullable Reader x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNClob(int column, @Nullable NClob x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNString(String column, @Nullable String x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNString(int column, @Nullable String x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNull(String column) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateNull(int column) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateObject(String column, @Nullable Object x, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateObject(String column, @Nullable Object x, @Nullable SQLType sqlType, int scaleOrLength)
            throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateObject(String column, @Nullable Object x, @Nullable SQLType sqlType) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateObject(String column, @Nullable Object x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateObject(int column, @Nullable Object x, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateObject(int column, @Nullable Object x, @Nullable SQLType sqlType, int scaleOrLength)
            throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateObject(int column, @Nullable Object x, @Nullable SQLType sqlType) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateObject(int column, @Nullable Object x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateRef(String column, @Nullable Ref x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateRef(int column, @Nullable Ref x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateRowId(String column, @Nullable RowId x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateRowId(int column, @Nullable RowId x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateSQLXML(String column, @Nullable SQLXML x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateSQLXML(int column, @Nullable SQLXML x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateShort(String column, short x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateShort(int column, short x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateString(String column, @Nullable String x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateString(int column, @Nullable String x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateTime(String column, @Nullable Time x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateTime(int column, @Nullable Time x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateTimestamp(String column, @Nullable Timestamp x) throws SQLException {
        throw readOnly();
    }

    @Override
    public void updateTimestamp(int column, @Nullable Timestamp x) throws SQLException {
        throw readOnly();
    }

    private static SQLException readOnly() {
        return Errors.unsupported("changing rows of a result");
    }
}
