package io.cleanroom.jdbc;

import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.SQLException;
import java.sql.SQLXML;
import org.apache.calcite.avatica.util.Cursor;
import org.joou.UByte;
import org.joou.UInteger;
import org.joou.ULong;
import org.joou.UShort;

/** Refuses to read what a clean room does not have: unsigned numbers, references, large objects, URLs and XML. */
abstract class PlainAccessor implements Cursor.Accessor {
    @Override
    public UByte getUByte() throws SQLException {
        throw Errors.unsupported("unsigned types");
    }

    @Override
    public UShort getUShort() throws SQLException {
        throw Errors.unsupported("unsigned types");
    }

    @Override
    public UInteger getUInt() throws SQLException {
        throw Errors.unsupported("unsigned types");
    }

    @Override
    public ULong getULong() throws SQLException {
        throw Errors.unsupported("unsigned types");
    }

    @Override
    public Ref getRef() throws SQLException {
        throw Errors.unsupported("references");
    }

    @Override
    public Blob getBlob() throws SQLException {
        throw Errors.unsupported("large objects; use getBytes");
    }

    @Override
    public Clob getClob() throws SQLException {
        throw Errors.unsupported("large objects; use getString");
    }

    @Override
    public NClob getNClob() throws SQLException {
        throw Errors.unsupported("large objects; use getString");
    }

    @Override
    public URL getURL() throws SQLException {
        throw Errors.unsupported("URLs; use getString");
    }

    @Override
    public SQLXML getSQLXML() throws SQLException {
        throw Errors.unsupported("XML");
    }
}
