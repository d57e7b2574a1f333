package io.cleanroom.jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one column of the current row as whatever the caller asks for; SQL NULL is null, 0 or false. */
final class ValueAccessor extends PlainAccessor {
    private final FrameCursor cursor;
    private final int column;
    private final int sqlType;
    private @Nullable RecentTexts recentTexts;

    ValueAccessor(FrameCursor cursor, int column, int sqlType) {
        this.cursor = cursor;
        this.column = column;
        this.sqlType = sqlType;
    }

    private @Nullable Object value() throws SQLException {
        return cursor.value(column);
    }

    private long integer(long least, long most, String type) throws SQLException {
        ArrowColumn arrow = cursor.arrowColumn(column);
        if (arrow != null && arrow.isWhole()) {
            if (cursor.isNull(arrow)) {
                return 0;
            }
            long number = arrow.whole(cursor.batchRow());
            return number >= least && number <= most ? number : Values.integer(number, least, most, type);
        }
        Object value = value();
        return value == null ? 0 : Values.integer(value, least, most, type);
    }

    @Override
    public boolean wasNull() {
        return cursor.wasNull();
    }

    @Override
    public @Nullable String getString() throws SQLException {
        ArrowColumn arrow = cursor.arrowColumn(column);
        if (arrow != null && arrow.isText()) {
            try {
                return cursor.isNull(arrow) ? null : arrow.text(cursor.batchRow(), recentTexts());
            } catch (IndexOutOfBoundsException e) {
                throw FrameCursor.unreadable(e);
            }
        }
        Object value = value();
        return value == null ? null : Values.text(value);
    }

    private RecentTexts recentTexts() {
        RecentTexts recent = recentTexts;
        if (recent == null) {
            recent = new RecentTexts();
            recentTexts = recent;
        }
        return recent;
    }

    @Override
    public @Nullable String getNString() throws SQLException {
        return getString();
    }

    @Override
    public boolean getBoolean() throws SQLException {
        Object value = value();
        return value != null && Values.bool(value);
    }

    @Override
    public byte getByte() throws SQLException {
        return (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT");
    }

    @Override
    public short getShort() throws SQLException {
        return (short) integer(Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT");
    }

    @Override
    public int getInt() throws SQLException {
        return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
    }

    @Override
    public long getLong() throws SQLException {
        return integer(Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT");
    }

    @Override
    public float getFloat() throws SQLException {
        ArrowColumn arrow = cursor.arrowColumn(column);
        if (arrow != null && arrow.isFloating()) {
            return cursor.isNull(arrow) ? 0 : Values.real(arrow.floating(cursor.batchRow()));
        }
        Object value = value();
        return value == null ? 0 : Values.real(value);
    }

    @Override
    public double getDouble() throws SQLException {
        ArrowColumn arrow = cursor.arrowColumn(column);
        if (arrow != null && arrow.isFloating()) {
            return cursor.isNull(arrow) ? 0 : arrow.floating(cursor.batchRow());
        }
        Object value = value();
        return value == null ? 0 : Values.floating(value);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal() throws SQLException {
        Object value = value();
        return value == null ? null : Values.decimal(value);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int scale) throws SQLException {
        BigDecimal value = getBigDecimal();
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public byte @Nullable [] getBytes() throws SQLException {
        Object value = value();
        if (value == null || value instanceof byte[]) {
            return value == null ? null : ((byte[]) value).clone();
        }
        if (value instanceof ArrayValue || value instanceof StructValue) {
            throw Values.cannot(value, "VARBINARY");
        }
        return Values.text(value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable InputStream getAsciiStream() throws SQLException {
        String text = getString();
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public @Nullable InputStream getUnicodeStream() throws SQLException {
        String text = getString();
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable InputStream getBinaryStream() throws SQLException {
        byte[] bytes = getBytes();
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public @Nullable Reader getCharacterStream() throws SQLException {
        String text = getString();
        return text == null ? null : new StringReader(text);
    }

    @Override
    public @Nullable Reader getNCharacterStream() throws SQLException {
        return getCharacterStream();
    }

    @Override
    public @Nullable Object getObject() throws SQLException {
        switch (sqlType) {
            case Types.DATE:
                return getDate(null);
            case Types.TIMESTAMP:
                return getTimestamp(null);
            case Types.VARCHAR:
                return getString();
            default:
                return Values.natural(value(), sqlType);
        }
    }

    @Override
    public @Nullable Object getObject(@Nullable Map<String, Class<?>> map) throws SQLException {
        NestedValues.checkMap(map);
        return getObject();
    }

    @Override
    public @Nullable Date getDate(@Nullable Calendar calendar) throws SQLException {
        ArrowColumn arrow = cursor.arrowColumn(column);
        if (arrow != null && arrow.isDate() && calendar == null) {
            return cursor.isNull(arrow) ? null : cursor.wallClock().date(arrow.day(cursor.batchRow()));
        }
        Object value = value();
        return value == null ? null : Values.sqlDate(Values.date(value), calendar);
    }

    @Override
    public @Nullable Time getTime(@Nullable Calendar calendar) throws SQLException {
        Object value = value();
        return value == null ? null : Values.sqlTime(Values.time(value), calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(@Nullable Calendar calendar) throws SQLException {
        ArrowColumn arrow = cursor.arrowColumn(column);
        if (arrow != null && arrow.isTimestamp() && calendar == null) {
            return cursor.isNull(arrow) ? null : cursor.wallClock().timestamp(arrow.micros(cursor.batchRow()));
        }
        Object value = value();
        return value == null ? null : Values.sqlTimestamp(Values.dateTime(value), calendar);
    }

    @Override
    public <T> @Nullable T getObject(@Nullable Class<T> type) throws SQLException {
        if (type == null) {
            throw Errors.of("getObject needs a class", Errors.BAD_VALUE);
        }
        Object value = value();
        if (value == null) {
            return null;
        }
        Object converted = convert(value, type);
        if (type.isInstance(converted)) {
            return type.cast(converted);
        }
        throw Errors.unsupported("reading " + value.getClass().getSimpleName() + " as " + type.getName());
    }

    private @Nullable Object convert(Object value, Class<?> type) throws SQLException {
        if (type == String.class) {
            return Values.text(value);
        } else if (type == Long.class) {
            return Values.integer(value, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT");
        } else if (type == Integer.class) {
            return (int) Values.integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
        } else if (type == Short.class) {
            return (short) Values.integer(value, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT");
        } else if (type == Byte.class) {
            return (byte) Values.integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT");
        } else if (type == Double.class) {
            return Values.floating(value);
        } else if (type == Float.class) {
            return Values.real(value);
        } else if (type == BigDecimal.class) {
            return Values.decimal(value);
        } else if (type == BigInteger.class) {
            return Values.decimal(value).toBigInteger();
        } else if (type == Boolean.class) {
            return Values.bool(value);
        } else if (type == UUID.class) {
            return Values.uuid(value);
        } else if (type == byte[].class) {
            return getBytes();
        }
        return convertTemporal(value, type);
    }

    private @Nullable Object convertTemporal(Object value, Class<?> type) throws SQLException {
        if (type == LocalDate.class) {
            return Values.date(value);
        } else if (type == LocalTime.class) {
            return Values.time(value);
        } else if (type == LocalDateTime.class) {
            return Values.dateTime(value);
        } else if (type == OffsetDateTime.class) {
            return Values.dateTime(value).atOffset(ZoneOffset.UTC);
        } else if (type == ZonedDateTime.class) {
            return Values.dateTime(value).atZone(ZoneOffset.UTC);
        } else if (type == Instant.class) {
            return Values.dateTime(value).toInstant(ZoneOffset.UTC);
        } else if (type == Date.class) {
            return getDate(null);
        } else if (type == Time.class) {
            return getTime(null);
        } else if (type == Timestamp.class || type == java.util.Date.class) {
            return getTimestamp(null);
        } else if (value instanceof ArrayValue) {
            return NestedValues.as((ArrayValue) value, type);
        }
        return Values.natural(value, sqlType);
    }

    @Override
    public @Nullable Array getArray() throws SQLException {
        return getObject(Array.class);
    }

    @Override
    public @Nullable Struct getStruct() throws SQLException {
        return getObject(Struct.class);
    }
}
