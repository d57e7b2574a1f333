package io.cleanroom.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/**
 * An Arrow IPC stream of a server's answer. Of Arrow this knows the twelve types that a result can
 * have, uncompressed; anything else is an error. The messages' heads are read with Arrow's own generated classes.
 */
final class ArrowStream {
    private static final int CONTINUATION = 0xFFFFFFFF;
    private static final int HEAD_BYTES = 8;

    private final byte[] bytes;
    private final int length;
    private final ByteBuffer buffer;
    private final int[] sqlTypes;
    private final int[] scales;
    private final List<ArrowBatch> batches = new ArrayList<>();
    /** Rows of all batches. */
    final long rows;
    /** Where the record batches begin: after the schema. */
    private final int afterSchema;
    /** Where the end-of-stream mark begins, when all is read. */
    private int position;

    /** Reads the schema and every batch's head; the schema must be that of the columns that the answer to the statement described. */
    ArrowStream(Received stream, List<ColumnMetaData> columns) throws IOException {
        this.bytes = stream.bytes;
        this.length = stream.length;
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Message message = message();
        if (message == null || message.headerType() != MessageHeader.Schema) {
            throw new IOException("an Arrow stream begins with its schema");
        }
        Schema schema = (Schema) message.header(new Schema());
        if (schema == null || schema.fieldsLength() != columns.size()) {
            throw new IOException("the Arrow stream has other columns than the result");
        }
        sqlTypes = new int[columns.size()];
        scales = new int[columns.size()];
        for (int i = 0; i < sqlTypes.length; i++) {
            Field field = schema.fields(i);
            sqlTypes[i] = sqlType(field);
            scales[i] = sqlTypes[i] == Types.DECIMAL ? decimal(field).scale() : 0;
            if (sqlTypes[i] != columns.get(i).type.id) {
                throw new IOException("column " + (i + 1) + " of the Arrow stream has another type than the result");
            }
            if (sqlTypes[i] == Types.DECIMAL && scales[i] != columns.get(i).scale) {
                throw new IOException("column " + (i + 1) + " of the Arrow stream has another scale than the result");
            }
        }
        afterSchema = position;
        long all = 0;
        for (ArrowBatch batch = next(); batch != null; batch = next()) {
            if (batch.rows > 0) {
                batches.add(batch);
                all += batch.rows;
            }
        }
        rows = all;
    }

    /** The batches that have rows, in order. */
    List<ArrowBatch> batches() {
        return batches;
    }

    private @Nullable ArrowBatch next() throws IOException {
        Message message = message();
        if (message == null) {
            return null;
        }
        RecordBatch batch = message.headerType() == MessageHeader.RecordBatch
                ? (RecordBatch) message.header(new RecordBatch())
                : null;
        if (batch == null || batch.compression() != null || batch.nodesLength() != sqlTypes.length) {
            throw new IOException("the Arrow stream holds something else than plain record batches");
        }
        int body = position;
        position = Math.toIntExact(Math.addExact(position, message.bodyLength()));
        if (position > length) {
            throw new IOException("the Arrow stream is cut off");
        }
        return batch(batch, body);
    }

    /** The record batches as they came, without the schema before and the end-of-stream mark behind them. */
    ByteBuffer batchMessages() {
        return ByteBuffer.wrap(bytes, afterSchema, position - afterSchema);
    }

    private ArrowBatch batch(RecordBatch batch, int body) throws IOException {
        int rows = Math.toIntExact(batch.length());
        List<ArrowColumn> columns = new ArrayList<>(sqlTypes.length);
        int next = 0;
        for (int i = 0; i < sqlTypes.length; i++) {
            boolean varying = sqlTypes[i] == Types.VARCHAR || sqlTypes[i] == Types.VARBINARY;
            Buffer validity = batch.buffers(next++);
            Buffer offsets = varying ? batch.buffers(next++) : validity;
            Buffer values = batch.buffers(next++);
            boolean complete = batch.nodes(i).nullCount() == 0 || validity.length() == 0;
            columns.add(new ArrowColumn(
                    bytes,
                    sqlTypes[i],
                    scales[i],
                    complete ? -1 : Math.toIntExact(body + validity.offset()),
                    Math.toIntExact(body + values.offset()),
                    Math.toIntExact(body + offsets.offset())));
        }
        return new ArrowBatch(rows, columns);
    }

    /** The next message's head, with {@link #position} behind it; null at the end of the stream. */
    private @Nullable Message message() throws IOException {
        if (position + HEAD_BYTES > length || buffer.getInt(position) != CONTINUATION) {
            throw new IOException("the Arrow stream is cut off");
        }
        int headLength = buffer.getInt(position + 4);
        if (headLength == 0) {
            return null;
        }
        int head = position + HEAD_BYTES;
        if (headLength < 0 || headLength > length - head) {
            throw new IOException("the Arrow stream is cut off");
        }
        position = head + headLength;
        ByteBuffer message = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        message.position(head);
        return Message.getRootAsMessage(message);
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
