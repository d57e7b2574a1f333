package io.cleanroom.server.results;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Reads rows out of Arrow vectors as the values of their declared types. */
public final class ArrowRows {
    private static final long MICROS = 1_000_000L;

    private ArrowRows() {}

    /**
     * Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal, String, Bytes, LocalDate, LocalTime, LocalDateTime, a list of
     * such values for an ARRAY's elements or a ROW's fields, or null.
     */
    public static @Nullable Object[] row(List<OutputColumn> columns, List<FieldVector> vectors, int row) {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(columns.get(i).type(), vectors.get(i), row);
        }
        return values;
    }

    private static @Nullable Object value(ColumnType type, FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> ((BitVector) vector).get(row) != 0;
            case TINYINT -> ((TinyIntVector) vector).get(row);
            case SMALLINT -> ((SmallIntVector) vector).get(row);
            case INTEGER -> ((IntVector) vector).get(row);
            case BIGINT -> ((BigIntVector) vector).get(row);
            case REAL -> ((Float4Vector) vector).get(row);
            case DOUBLE -> ((Float8Vector) vector).get(row);
            case DECIMAL -> ((DecimalVector) vector).getObject(row);
            case VARCHAR -> new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
            case VARBINARY -> Bytes.of(((VarBinaryVector) vector).get(row));
            case DATE -> LocalDate.ofEpochDay(((DateDayVector) vector).get(row));
            case TIME -> LocalTime.ofNanoOfDay(((TimeMicroVector) vector).get(row) * 1000);
            case TIMESTAMP -> timestamp(((TimeStampMicroVector) vector).get(row));
            case ARRAY -> array(type.element(), (ListVector) vector, row);
            case ROW -> row(type.fields(), (StructVector) vector, row);
        };
    }

    private static List<@Nullable Object> array(ColumnType type, ListVector vector, int row) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
            elements.add(value(type, vector.getDataVector(), i));
        }
        return elements;
    }

    private static List<@Nullable Object> row(List<ColumnType.Field> fields, StructVector vector, int row) {
        List<@Nullable Object> parts = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            parts.add(value(fields.get(i).type(), (FieldVector) vector.getChildByOrdinal(i), row));
        }
        return parts;
    }

    private static LocalDateTime timestamp(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS), (int) Math.floorMod(micros, MICROS) * 1000, ZoneOffset.UTC);
    }
}
