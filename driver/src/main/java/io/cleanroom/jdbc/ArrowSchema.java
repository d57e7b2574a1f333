package io.cleanroom.jdbc;

import java.io.IOException;
import java.sql.Types;
import java.util.List;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/** Whether the schema of an Arrow stream is that of the columns that the answer to the statement described. */
final class ArrowSchema {
    private ArrowSchema() {}

    /** Throws where it is another; else answers with the number of nodes of a record batch. */
    static int check(Schema schema, List<ResultType> columns) throws IOException {
        if (schema.fieldsLength() != columns.size()) {
            throw new IOException("the Arrow stream has other columns than the result");
        }
        int nodes = 0;
        for (int i = 0; i < columns.size(); i++) {
            nodes += check(schema.fields(i), columns.get(i), "column " + (i + 1) + " of the Arrow stream");
        }
        return nodes;
    }

    private static int check(Field field, ResultType described, String what) throws IOException {
        int type = sqlType(field);
        if (type != described.jdbcType || field.childrenLength() != described.inside.size()) {
            throw new IOException(what + " has another type than the result");
        }
        if (type == Types.DECIMAL && decimal(field).scale() != described.scale) {
            throw new IOException(what + " has another scale than the result");
        }
        int nodes = 1;
        for (int i = 0; i < described.inside.size(); i++) {
            Field child = field.children(i);
            ResultType inside = described.inside.get(i);
            if (type == Types.STRUCT && !inside.name.equals(child.name())) {
                throw new IOException(what + " has other fields than the result");
            }
            nodes += check(child, inside, what);
        }
        return nodes;
    }

    private static Decimal decimal(Field field) throws IOException {
        Decimal decimal = (Decimal) field.type(new Decimal());
        if (decimal == null) {
            throw unknown(field);
        }
        return decimal;
    }

    private static int sqlType(Field field) throws IOException {
        boolean known = field.dictionary() == null;
        int type = Types.NULL;
        switch (field.typeType()) {
            case Type.Bool:
                type = Types.BOOLEAN;
                break;
            case Type.Int:
                type = integer((Int) field.type(new Int()));
                break;
            case Type.FloatingPoint:
                FloatingPoint number = (FloatingPoint) field.type(new FloatingPoint());
                type = number != null && number.precision() == Precision.DOUBLE ? Types.DOUBLE : Types.REAL;
                known &= number != null && number.precision() != Precision.HALF;
                break;
            case Type.Decimal:
                type = Types.DECIMAL;
                known &= decimal(field).bitWidth() == 128;
                break;
            case Type.Utf8:
                type = Types.VARCHAR;
                break;
            case Type.Binary:
                type = Types.VARBINARY;
                break;
            case Type.Date:
                org.apache.arrow.flatbuf.Date date =
                        (org.apache.arrow.flatbuf.Date) field.type(new org.apache.arrow.flatbuf.Date());
                type = Types.DATE;
                known &= date != null && date.unit() == DateUnit.DAY;
                break;
            case Type.Time:
                Time time = (Time) field.type(new Time());
                type = Types.TIME;
                known &= time != null && time.unit() == TimeUnit.MICROSECOND;
                break;
            case Type.Timestamp:
                Timestamp timestamp = (Timestamp) field.type(new Timestamp());
                type = Types.TIMESTAMP;
                known &= timestamp != null && timestamp.unit() == TimeUnit.MICROSECOND;
                break;
            case Type.List:
                type = Types.ARRAY;
                break;
            case Type.Struct_:
                type = Types.STRUCT;
                break;
            default:
                known = false;
        }
        if (!known || type == Types.NULL) {
            throw unknown(field);
        }
        return type;
    }

    private static int integer(@Nullable Int type) {
        if (type == null || !type.isSigned()) {
            return Types.NULL;
        }
        switch (type.bitWidth()) {
            case 8:
                return Types.TINYINT;
            case 16:
                return Types.SMALLINT;
            case 32:
                return Types.INTEGER;
            case 64:
                return Types.BIGINT;
            default:
                return Types.NULL;
        }
    }

    private static IOException unknown(Field field) {
        return new IOException("column " + field.name() + " has an Arrow type that no result has");
    }
}
