package io.cleanroom.server.engine;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Declared columns as Arrow describes them: all may be NULL, and so may elements and fields. */
public final class ArrowFields {
    private ArrowFields() {}

    public static Schema schema(List<OutputColumn> columns) {
        return new Schema(columns.stream()
                .map(column -> field(column.label(), column.type()))
                .toList());
    }

    private static Field field(String name, ColumnType type) {
        return new Field(
                name,
                FieldType.nullable(type(type)),
                type.fields().stream()
                        .map(part -> field(part.name(), part.type()))
                        .toList());
    }

    /** Whether it is a column of that type, whatever its elements are called. */
    public static boolean isOf(Field field, ColumnType type) {
        List<Field> children = field.getChildren();
        boolean same = field.getType().equals(type(type))
                && children.size() == type.fields().size();
        for (int i = 0; same && i < children.size(); i++) {
            ColumnType.Field part = type.fields().get(i);
            same = isOf(children.get(i), part.type())
                    && (type.kind() == ColumnType.Kind.ARRAY
                            || children.get(i).getName().equals(part.name()));
        }
        return same;
    }

    /** Without its children. */
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
            case ARRAY -> ArrowType.List.INSTANCE;
            case ROW -> ArrowType.Struct.INSTANCE;
        };
    }
}
