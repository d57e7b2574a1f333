package io.cleanroom.jdbc;

import com.google.flatbuffers.FlatBufferBuilder;
import java.sql.SQLException;
import java.sql.Types;
import org.apache.arrow.flatbuf.Binary;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.List;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** The Arrow type of a column, the same that the server gives it. */
final class ArrowType {
    private static final int DECIMAL_BITS = 128;

    private ArrowType() {}

    /** Which of Arrow's types; 0A000 if the column has none. */
    static byte kind(ResultType type) throws SQLException {
        switch (type.jdbcType) {
            case Types.BOOLEAN:
                return Type.Bool;
            case Types.TINYINT:
            case Types.SMALLINT:
            case Types.INTEGER:
            case Types.BIGINT:
                return Type.Int;
            case Types.REAL:
            case Types.DOUBLE:
                return Type.FloatingPoint;
            case Types.DECIMAL:
                return Type.Decimal;
            case Types.VARCHAR:
                return Type.Utf8;
            case Types.VARBINARY:
                return Type.Binary;
            case Types.DATE:
                return Type.Date;
            case Types.TIME:
                return Type.Time;
            case Types.TIMESTAMP:
                return Type.Timestamp;
            case Types.ARRAY:
                return Type.List;
            case Types.STRUCT:
                return Type.Struct_;
            default:
                throw Errors.unsupported("reading columns of type " + type.text + " as Arrow");
        }
    }

    /** Bits of a value, in the values' buffer; 0 for texts and bytes. Arrays and structs have no such buffer. */
    static int bits(ResultType type) {
        switch (type.jdbcType) {
            case Types.BOOLEAN:
                return 1;
            case Types.TINYINT:
                return Byte.SIZE;
            case Types.SMALLINT:
                return Short.SIZE;
            case Types.INTEGER:
            case Types.REAL:
            case Types.DATE:
                return Integer.SIZE;
            case Types.DECIMAL:
                return DECIMAL_BITS;
            case Types.VARCHAR:
            case Types.VARBINARY:
                return 0;
            default:
                return Long.SIZE;
        }
    }

    /** Writes the type's own table; {@link #kind} says which it is. */
    static int write(FlatBufferBuilder builder, ResultType type) {
        switch (type.jdbcType) {
            case Types.BOOLEAN:
                Bool.startBool(builder);
                return Bool.endBool(builder);
            case Types.REAL:
                return FloatingPoint.createFloatingPoint(builder, Precision.SINGLE);
            case Types.DOUBLE:
                return FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
            case Types.DECIMAL:
                return Decimal.createDecimal(builder, type.precision, type.scale, DECIMAL_BITS);
            case Types.VARCHAR:
                Utf8.startUtf8(builder);
                return Utf8.endUtf8(builder);
            case Types.VARBINARY:
                Binary.startBinary(builder);
                return Binary.endBinary(builder);
            case Types.DATE:
                return Date.createDate(builder, DateUnit.DAY);
            case Types.TIME:
                return Time.createTime(builder, TimeUnit.MICROSECOND, Long.SIZE);
            case Types.TIMESTAMP:
                return Timestamp.createTimestamp(builder, TimeUnit.MICROSECOND, 0);
            case Types.ARRAY:
                List.startList(builder);
                return List.endList(builder);
            case Types.STRUCT:
                Struct_.startStruct_(builder);
                return Struct_.endStruct_(builder);
            default:
                return Int.createInt(builder, bits(type), true);
        }
    }
}
