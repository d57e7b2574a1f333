package io.cleanroom.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Struct;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.UnregisteredDriver;

/** Refuses what a clean room has no use for: savepoints, large objects, arrays, generated keys. */
abstract class PlainConnection extends AvaticaConnection {
    PlainConnection(UnregisteredDriver driver, AvaticaFactory factory, String url, Properties info) {
        super(driver, factory, url, info);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        throw Errors.unsupported("generated keys");
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        throw Errors.unsupported("savepoints");
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        throw Errors.unsupported("savepoints");
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        throw Errors.unsupported("savepoints");
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        throw Errors.unsupported("savepoints");
    }

    @Override
    public Clob createClob() throws SQLException {
        throw Errors.unsupported("large objects");
    }

    @Override
    public Blob createBlob() throws SQLException {
        throw Errors.unsupported("large objects");
    }

    @Override
    public NClob createNClob() throws SQLException {
        throw Errors.unsupported("large objects");
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw Errors.unsupported("XML");
    }

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        throw Errors.unsupported("arrays as parameters");
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        throw Errors.unsupported("structured types as parameters");
    }

    @Override
    public boolean setShardingKeyIfValid(ShardingKey key, int timeout) throws SQLException {
        throw Errors.unsupported("sharding keys");
    }

    @Override
    public boolean setShardingKeyIfValid(ShardingKey key, ShardingKey superKey, int timeout) throws SQLException {
        throw Errors.unsupported("sharding keys");
    }

    @Override
    public void setShardingKey(ShardingKey key) throws SQLException {
        throw Errors.unsupported("sharding keys");
    }

    @Override
    public void setShardingKey(ShardingKey key, ShardingKey superKey) throws SQLException {
        throw Errors.unsupported("sharding keys");
    }
}
