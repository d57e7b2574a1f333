package io.cleanroom.server.results;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.RowFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Arrow's IPC file format, also called Feather V2, in batches of some thousand rows. */
final class ArrowFile implements RowFile {
    private static final int BATCH = 8192;

    private final BufferAllocator allocator = new RootAllocator();
    private final List<OutputColumn> columns;
    private final VectorSchemaRoot root;
    private final FileChannel channel;
    private final ArrowFileWriter writer;
    private int row;
    private boolean closed;

    ArrowFile(Path file, List<OutputColumn> columns) {
        this.columns = List.copyOf(columns);
        this.root = VectorSchemaRoot.create(
                new Schema(columns.stream().map(ArrowFile::field).toList()), allocator);
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            writer = new ArrowFileWriter(root, null, channel);
            writer.start();
        } catch (IOException e) {
            throw ResultLocations.failed(e);
        }
    }

    private static Field field(OutputColumn column) {
        return new Field(column.label(), FieldType.nullable(type(column.type())), List.of());
    }

    private static ArrowType type(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INTEGER -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DECIMAL -> new ArrowType.Decimal(type.precision(), type.scale(), 128);
            case VARCHAR -> ArrowType.Utf8.INSTANCE;
            case VARBINARY -> ArrowType.Binary.INSTANCE;
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
        };
    }

    @Override
    public void write(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            FieldVector vector = root.getVector(i);
            if (value == null) {
                vector.setNull(row);
            } else {
                set(vector, columns.get(i).type(), value);
            }
        }
        if (++row == BATCH) {
            flush();
        }
    }

    private void set(FieldVector vector, ColumnType type, Object value) {
        switch (type.kind()) {
            case BOOLEAN -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
            case TINYINT -> ((TinyIntVector) vector).setSafe(row, (Byte) value);
            case SMALLINT -> ((SmallIntVector) vector).setSafe(row, (Short) value);
            case INTEGER -> ((IntVector) vector).setSafe(row, (Integer) value);
            case BIGINT -> ((BigIntVector) vector).setSafe(row, (Long) value);
            case REAL -> ((Float4Vector) vector).setSafe(row, (Float) value);
            case DOUBLE -> ((Float8Vector) vector).setSafe(row, (Double) value);
            case DECIMAL -> ((DecimalVector) vector).setSafe(row, ((BigDecimal) value).setScale(type.scale()));
            case VARCHAR -> ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case VARBINARY -> ((VarBinaryVector) vector).setSafe(row, ((Bytes) value).toArray());
            case DATE -> ((DateDayVector) vector).setSafe(row, (int) ((LocalDate) value).toEpochDay());
            case TIME -> ((TimeMicroVector) vector).setSafe(row, ((LocalTime) value).toNanoOfDay() / 1000);
            case TIMESTAMP -> ((TimeStampMicroVector) vector).setSafe(row, micros((LocalDateTime) value));
        }
    }

    private static long micros(LocalDateTime value) {
        return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), value);
    }

    private void flush() {
        root.setRowCount(row);
        try {
            writer.writeBatch();
        } catch (IOException e) {
            throw ResultLocations.failed(e);
        }
        row = 0;
        root.clear();
    }

    @Override
    public void finish() {
        if (row > 0) {
            flush();
        }
        try {
            writer.end();
        } catch (IOException e) {
            throw ResultLocations.failed(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            writer.close();
        } catch (IOException e) {
            throw ResultLocations.failed(e);
        } finally {
            root.close();
            allocator.close();
        }
    }
}
