package io.cleanroom.jdbc;

import java.io.IOException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Finds the columns in the body of one record batch. Nodes and buffers come column by column, and behind those of an array or
 * struct come those of what is inside of it. Every buffer must be large enough for its rows, and be inside of the body.
 */
final class ArrowBody {
    private final byte[] bytes;
    private final int begin;
    private final int end;
    private final RecordBatch batch;
    private int node;
    private int buffer;

    /** A body from {@code begin} to {@code end}. */
    ArrowBody(byte[] bytes, int begin, int end, RecordBatch batch) {
        this.bytes = bytes;
        this.begin = begin;
        this.end = end;
        this.batch = batch;
    }

    /** The columns, of which all nodes must be there. */
    ArrowBatch columns(List<ResultType> types) throws IOException {
        int rows = Math.toIntExact(batch.length());
        List<ArrowColumn> columns = new ArrayList<>(types.size());
        for (ResultType type : types) {
            columns.add(next(type, rows));
        }
        if (buffer != batch.buffersLength()) {
            throw damaged();
        }
        return new ArrowBatch(rows, columns);
    }

    /** The next column, which must have {@code least} rows. */
    private ArrowColumn next(ResultType type, int least) throws IOException {
        FieldNode own = batch.nodes(node++);
        int rows = Math.toIntExact(own.length());
        if (rows < 0 || rows < least) {
            throw damaged();
        }
        Buffer bits = buffer();
        int validity = own.nullCount() == 0 || bits.length() == 0 ? -1 : place(bits, (rows + 7L) / 8);
        switch (type.jdbcType) {
            case Types.ARRAY:
                int offsets = place(buffer(), sizeOfOffsets(rows));
                ArrowColumn elements = next(type.element(), lastOffset(offsets, rows));
                return nested(type, validity, new ArrowNested(type, bytes, offsets, elements));
            case Types.STRUCT:
                ArrowColumn[] fields = new ArrowColumn[type.inside.size()];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = next(type.inside.get(i), rows);
                }
                return nested(type, validity, new ArrowNested(type, bytes, 0, fields));
            case Types.VARCHAR:
            case Types.VARBINARY:
                int ends = place(buffer(), sizeOfOffsets(rows));
                int most = rows == 0 ? 0 : ArrowColumn.intAt(bytes, ends + Integer.BYTES * rows);
                return new ArrowColumn(bytes, type, validity, place(buffer(), most), ends, null);
            default:
                int values = place(buffer(), ((long) ArrowType.bits(type) * rows + 7) / 8);
                return new ArrowColumn(bytes, type, validity, values, values, null);
        }
    }

    private ArrowColumn nested(ResultType type, int validity, ArrowNested nested) {
        return new ArrowColumn(bytes, type, validity, 0, 0, nested);
    }

    private static long sizeOfOffsets(int rows) {
        return rows == 0 ? 0 : Integer.BYTES * (rows + 1L);
    }

    /** Where the last array ends; each must begin where the one before it ends. */
    private int lastOffset(int offsets, int rows) throws IOException {
        int last = 0;
        for (int i = 0; i <= rows && rows > 0; i++) {
            int next = ArrowColumn.intAt(bytes, offsets + Integer.BYTES * i);
            if (next < last) {
                throw damaged();
            }
            last = next;
        }
        return last;
    }

    private Buffer buffer() throws IOException {
        if (buffer == batch.buffersLength()) {
            throw damaged();
        }
        return batch.buffers(buffer++);
    }

    /** Where a buffer begins, which must have {@code least} bytes. */
    private int place(Buffer buffer, long least) throws IOException {
        long offset = buffer.offset();
        if (buffer.length() < least || offset < 0 || offset > end - begin || buffer.length() > end - begin - offset) {
            throw damaged();
        }
        return begin + (int) offset;
    }

    private static IOException damaged() {
        return new IOException("the Arrow stream has a record batch that is damaged");
    }
}
