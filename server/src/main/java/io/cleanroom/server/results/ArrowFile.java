package io.cleanroom.server.results;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.ArrowFields;
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
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
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
        this.root = VectorSchemaRoot.create(ArrowFields.schema(columns), allocator);
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            writer = new ArrowFileWriter(root, null, channel);
            writer.start();
        } catch (IOException e) {
            throw ResultLocations.failed(e);
        }
    }

    @Override
    public void write(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            set(root.getVector(i), row, columns.get(i).type(), values[i]);
        }
        if (++row == BATCH) {
            flush();
        }
    }

    private static void set(FieldVector vector, int row, ColumnType type, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
            return;
        }
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
            case ARRAY -> array((ListVector) vector, row, type.element(), (List<?>) value);
            case ROW -> row((StructVector) vector, row, type.fields(), (List<?>) value);
        }
    }

    private static void array(ListVector vector, int row, ColumnType type, List<?> elements) {
        int next = vector.startNewValue(row);
        for (Object element : elements) {
            set(vector.getDataVector(), next++, type, element);
        }
        vector.endValue(row, elements.size());
    }

    private static void row(StructVector vector, int row, List<ColumnType.Field> fields, List<?> parts) {
        vector.setIndexDefined(row);
        for (int i = 0; i < parts.size(); i++) {
            set((FieldVector) vector.getChildByOrdinal(i), row, fields.get(i).type(), parts.get(i));
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
