package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;

/**
 * Declared types as JDBC and Avatica describe them. A description says what was declared and nothing of the data: every
 * column is nullable, and a VARCHAR or VARBINARY without a length has the largest.
 */
enum WireTypes {
    BOOLEAN(Types.BOOLEAN, Rep.BOOLEAN, Boolean.class, 1, 0),
    TINYINT(Types.TINYINT, Rep.BYTE, Byte.class, 3, 0),
    SMALLINT(Types.SMALLINT, Rep.SHORT, Short.class, 5, 0),
    INTEGER(Types.INTEGER, Rep.INTEGER, Integer.class, 10, 0),
    BIGINT(Types.BIGINT, Rep.LONG, Long.class, 19, 0),
    REAL(Types.REAL, Rep.FLOAT, Float.class, 7, 0),
    DOUBLE(Types.DOUBLE, Rep.DOUBLE, Double.class, 15, 0),
    DECIMAL(Types.DECIMAL, Rep.NUMBER, java.math.BigDecimal.class, 38, 0),
    VARCHAR(Types.VARCHAR, Rep.STRING, String.class, Integer.MAX_VALUE, 0),
    VARBINARY(Types.VARBINARY, Rep.BYTE_STRING, byte[].class, Integer.MAX_VALUE, 0),
    DATE(Types.DATE, Rep.INTEGER, java.sql.Date.class, 10, 0),
    TIME(Types.TIME, Rep.INTEGER, java.sql.Time.class, 3, 3),
    TIMESTAMP(Types.TIMESTAMP, Rep.LONG, java.sql.Timestamp.class, 3, 3),
    ARRAY(Types.ARRAY, Rep.ARRAY, java.sql.Array.class, 0, 0),
    ROW(Types.STRUCT, Rep.OBJECT, java.sql.Struct.class, 0, 0);

    /** One of {@link Types}. */
    final int jdbcType;

    /** The form in which values travel: dates as days, times of day and timestamps as milliseconds. */
    final Rep rep;

    final String className;
    private final int precision;
    private final int scale;

    WireTypes(int jdbcType, Rep rep, Class<?> javaClass, int precision, int scale) {
        this.jdbcType = jdbcType;
        this.rep = rep;
        this.className = javaClass.getName();
        this.precision = precision;
        this.scale = scale;
    }

    static WireTypes of(ColumnType type) {
        return valueOf(type.kind().name());
    }

    /** Digits, characters, bytes, or fractional digits of seconds. */
    static int precision(ColumnType type) {
        return type.precision() > 0 ? type.precision() : of(type).precision;
    }

    static int scale(ColumnType type) {
        return type.kind() == ColumnType.Kind.DECIMAL ? type.scale() : of(type).scale;
    }

    /**
     * A column's size as {@code DatabaseMetaData} lists it: digits, or the characters of the longest text. Times are listed
     * with the microseconds that they have, whatever fraction the client asked to be sent.
     */
    static int listedSize(ColumnType type) {
        return switch (of(type)) {
            case TIME -> "23:59:59.".length() + Fraction.MICROS.digits;
            case TIMESTAMP -> "2026-12-31 23:59:59.".length() + Fraction.MICROS.digits;
            default -> precision(type);
        };
    }

    /** Fractional digits as {@code DatabaseMetaData} lists them. */
    static int listedScale(ColumnType type) {
        return of(type).isTimed() ? Fraction.MICROS.digits : scale(type);
    }

    private boolean isTimed() {
        return this == TIME || this == TIMESTAMP;
    }

    boolean isNumeric() {
        return switch (this) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }

    /** Of a length. */
    boolean isVarying() {
        return this == VARCHAR || this == VARBINARY;
    }

    boolean isTemporal() {
        return this == DATE || this == TIME || this == TIMESTAMP;
    }

    /** What a result or prepared statement looks like. */
    static Meta.Signature signature(
            String sql,
            List<OutputColumn> columns,
            List<ColumnType> parameters,
            boolean definition,
            Fraction fraction) {
        List<ColumnMetaData> described = new ArrayList<>();
        for (OutputColumn column : columns) {
            described.add(column(described.size(), column, fraction));
        }
        List<AvaticaParameter> markers = new ArrayList<>();
        for (ColumnType type : parameters) {
            WireTypes wire = of(type);
            markers.add(new AvaticaParameter(
                    true,
                    wire.isTimed() ? fraction.digits : precision(type),
                    wire.isTimed() ? fraction.digits : scale(type),
                    wire.jdbcType,
                    wire.name(),
                    wire.className,
                    "?" + (markers.size() + 1)));
        }
        return Meta.Signature.create(
                described,
                sql,
                markers,
                Meta.CursorFactory.LIST,
                definition ? Meta.StatementType.OTHER_DDL : Meta.StatementType.SELECT);
    }

    private static ColumnMetaData column(int ordinal, OutputColumn column, Fraction fraction) {
        ColumnType type = column.type();
        return column(
                ordinal,
                column,
                fraction,
                type.isNested() ? nested(type, fraction) : scalar(type, of(type).name(), fraction));
    }

    private static ColumnMetaData.AvaticaType scalar(ColumnType type, String name, Fraction fraction) {
        WireTypes wire = of(type);
        // A day has more microseconds than an int can count.
        Rep rep = wire == TIME && fraction == Fraction.MICROS ? Rep.LONG : wire.rep;
        return ColumnMetaData.scalar(wire.jdbcType, name, rep);
    }

    /** With its parts, each of which has its whole type as its name: an element has no other place for digits. */
    private static ColumnMetaData.AvaticaType nested(ColumnType type, Fraction fraction) {
        return switch (type.kind()) {
            case ARRAY -> ColumnMetaData.array(nested(type.element(), fraction), type.sql(), ARRAY.rep);
            case ROW -> {
                List<ColumnMetaData> fields = new ArrayList<>();
                for (ColumnType.Field field : type.fields()) {
                    fields.add(column(
                            fields.size(),
                            new OutputColumn(field.name(), field.type()),
                            fraction,
                            nested(field.type(), fraction)));
                }
                yield ColumnMetaData.struct(fields);
            }
            default -> scalar(type, type.sql(), fraction);
        };
    }

    private static ColumnMetaData column(
            int ordinal, OutputColumn column, Fraction fraction, ColumnMetaData.AvaticaType type) {
        WireTypes wire = of(column.type());
        boolean timed = wire.isTimed();
        int precision = timed ? fraction.digits : precision(column.type());
        int scale = timed ? fraction.digits : scale(column.type());
        return new ColumnMetaData(
                ordinal,
                false,
                true,
                true,
                false,
                DatabaseMetaData.columnNullable,
                true,
                wire.displaySize(precision),
                column.label(),
                column.label(),
                "",
                precision,
                scale,
                "",
                "",
                type,
                !column.type().isNested(),
                false,
                false,
                wire.className);
    }

    private int displaySize(int declaredPrecision) {
        return switch (this) {
            case BOOLEAN -> 5;
            case VARCHAR, DATE -> declaredPrecision;
            case VARBINARY -> (int) Math.min(2L * declaredPrecision, Integer.MAX_VALUE);
            case TIME -> 9 + declaredPrecision;
            case TIMESTAMP -> 20 + declaredPrecision;
            case REAL -> 14;
            case DOUBLE -> 24;
            case ARRAY, ROW -> Integer.MAX_VALUE;
            default -> declaredPrecision + 2;
        };
    }
}
