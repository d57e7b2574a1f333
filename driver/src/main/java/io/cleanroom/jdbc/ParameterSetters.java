package io.cleanroom.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/** Sets parameters by their numbers; {@link Parameters} makes of each value what travels. */
abstract class ParameterSetters extends OneText {
    /** Bytes of a stream: far more than a value that is compared ever has. */
    private static final int LONGEST_STREAM = 1 << 20;

    ParameterSetters(
            CleanroomConnection connection, Meta.StatementHandle handle, Meta.Signature signature, int holdability)
            throws SQLException {
        super(connection, handle, signature, holdability);
    }

    /** Keeps the value of a marker; 07009 if there is no such marker. */
    abstract void set(int index, TypedValue value) throws SQLException;

    @Override
    public void setNull(int index, int sqlType) throws SQLException {
        set(index, Parameters.nothing());
    }

    @Override
    public void setNull(int index, int sqlType, @Nullable String typeName) throws SQLException {
        set(index, Parameters.nothing());
    }

    @Override
    public void setBoolean(int index, boolean x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setByte(int index, byte x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setShort(int index, short x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setInt(int index, int x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setLong(int index, long x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setFloat(int index, float x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setDouble(int index, double x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setString(int index, @Nullable String x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setNString(int index, @Nullable String x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setDate(int index, @Nullable Date x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setTime(int index, @Nullable Time x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setBytes(int index, byte @Nullable [] x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream x, int length) throws SQLException {
        setBinaryStream(index, x, (long) length);
    }

    /** Takes that many bytes; a stream that ends before is refused (22023). */
    @Override
    public void setBinaryStream(int index, @Nullable InputStream x, long length) throws SQLException {
        if (length < 0 || length > LONGEST_STREAM) {
            throw Errors.of("a stream has 0 to " + LONGEST_STREAM + " bytes. Provided: " + length, Errors.BAD_VALUE);
        }
        byte[] bytes = read(x, (int) length);
        if (bytes != null && bytes.length < length) {
            throw Errors.of(
                    "the stream ended after " + bytes.length + " bytes; it was to have " + length, Errors.BAD_VALUE);
        }
        setBytes(index, bytes);
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream x) throws SQLException {
        byte[] bytes = read(x, LONGEST_STREAM + 1);
        if (bytes != null && bytes.length > LONGEST_STREAM) {
            throw Errors.of("the stream has more than " + LONGEST_STREAM + " bytes", Errors.BAD_VALUE);
        }
        setBytes(index, bytes);
    }

    private static byte @Nullable [] read(@Nullable InputStream stream, int most) throws SQLException {
        try {
            return stream == null ? null : stream.readNBytes(most);
        } catch (IOException e) {
            throw Errors.of("the stream could not be read: " + e.getMessage(), Errors.BAD_VALUE, e);
        }
    }

    @Override
    public void setDate(int index, @Nullable Date x, @Nullable Calendar calendar) throws SQLException {
        set(index, x == null ? Parameters.nothing() : Parameters.date(Values.localDate(x, calendar)));
    }

    @Override
    public void setTime(int index, @Nullable Time x, @Nullable Calendar calendar) throws SQLException {
        set(index, x == null ? Parameters.nothing() : Parameters.time(Values.localTime(x, calendar)));
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp x, @Nullable Calendar calendar) throws SQLException {
        set(index, x == null ? Parameters.nothing() : Parameters.timestamp(Values.localDateTime(x, calendar)));
    }

    @Override
    public void setObject(int index, @Nullable Object x) throws SQLException {
        set(index, Parameters.of(x));
    }

    @Override
    public void setObject(int index, @Nullable Object x, int sqlType) throws SQLException {
        set(index, Parameters.of(x, sqlType));
    }

    @Override
    public void setObject(int index, @Nullable Object x, int sqlType, int scaleOrLength) throws SQLException {
        set(index, Parameters.of(x, sqlType, scaleOrLength));
    }

    @Override
    public void setObject(int index, @Nullable Object x, @Nullable SQLType sqlType) throws SQLException {
        set(index, Parameters.of(x, number(sqlType)));
    }

    @Override
    public void setObject(int index, @Nullable Object x, @Nullable SQLType sqlType, int scaleOrLength)
            throws SQLException {
        set(index, Parameters.of(x, number(sqlType), scaleOrLength));
    }

    private static int number(@Nullable SQLType type) throws SQLException {
        if (type == null || type.getVendorTypeNumber() == null) {
            throw Errors.of("the SQL type is missing", Errors.BAD_VALUE);
        }
        return type.getVendorTypeNumber();
    }
}
