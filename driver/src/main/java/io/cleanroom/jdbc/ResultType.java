package io.cleanroom.jdbc;

import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.ArrayType;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.StructType;

/** The type of a result's column, of the elements of an array in it, or of a field of a struct. */
final class ResultType {
    /** What Arrow, too, calls an array's elements. */
    static final String ELEMENT = "element";

    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    /** Of a second; inside of arrays and structs times have always so many. */
    private static final int MICROS = 6;

    /** The column's label or the field's name. */
    final String name;

    final int jdbcType;
    /** As SQL writes it where it is nested: {@code DECIMAL(10, 2)}, {@code INTEGER ARRAY}, {@code ROW(a INTEGER)}. */
    final String text;

    final int precision;
    final int scale;
    /** An array's element, or a struct's fields in their order. */
    final List<ResultType> inside;

    /** Where the elements of an array are shown as rows. */
    final CleanroomConnection connection;

    private final AvaticaType type;

    private ResultType(
            String name,
            AvaticaType type,
            int precision,
            int scale,
            List<ResultType> inside,
            CleanroomConnection connection) {
        this.name = name;
        this.jdbcType = type.id;
        this.text = text(type);
        this.precision = precision;
        this.scale = scale;
        this.inside = inside;
        this.connection = connection;
        this.type = type;
    }

    static List<ResultType> of(List<ColumnMetaData> columns, CleanroomConnection connection) {
        List<ResultType> types = new ArrayList<>(columns.size());
        for (ColumnMetaData column : columns) {
            types.add(new ResultType(
                    column.label,
                    column.type,
                    column.precision,
                    column.scale,
                    inside(column.type, connection),
                    connection));
        }
        return types;
    }

    private static List<ResultType> inside(AvaticaType type, CleanroomConnection connection) {
        if (type instanceof ArrayType) {
            return Collections.singletonList(element(((ArrayType) type).getComponent(), connection));
        }
        return type instanceof StructType
                ? Collections.unmodifiableList(of(((StructType) type).columns, connection))
                : Collections.emptyList();
    }

    /** An element has no column that would tell its digits; its type's name does. */
    private static ResultType element(AvaticaType type, CleanroomConnection connection) {
        List<ResultType> inside = inside(type, connection);
        DeclaredType declared = DeclaredType.parse(type.name);
        boolean timed = type.id == Types.TIME || type.id == Types.TIMESTAMP;
        return new ResultType(
                ELEMENT,
                type,
                timed ? MICROS : declared.precision,
                timed ? MICROS : declared.scale,
                inside,
                connection);
    }

    /** How SQL writes a type; the wire has no name for a struct's own. */
    static String text(AvaticaType type) {
        return type instanceof StructType
                ? ((StructType) type)
                        .columns.stream()
                                .map(field -> fieldName(field.label) + " " + text(field.type))
                                .collect(Collectors.joining(", ", "ROW(", ")"))
                : type.name;
    }

    private static String fieldName(String name) {
        return PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    static boolean isNested(int jdbcType) {
        return jdbcType == Types.ARRAY || jdbcType == Types.STRUCT;
    }

    boolean isNested() {
        return isNested(jdbcType);
    }

    /** The only type inside of an array. */
    ResultType element() {
        return inside.get(0);
    }

    /** As the type of a column, whose digits are told apart from it. */
    AvaticaType ofColumn() {
        return isNested() ? type : ColumnMetaData.scalar(jdbcType, DeclaredType.parse(text).name, type.rep);
    }
}
