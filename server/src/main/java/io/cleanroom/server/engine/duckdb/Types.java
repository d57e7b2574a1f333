package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.sql.NestedType;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** How types are written for DuckDB. Lengths of texts and bytes are not: DuckDB has one type of each. */
final class Types {
    static final int DIGITS = 38;

    private Types() {}

    static String sql(ColumnType type) {
        return switch (type.kind()) {
            case VARCHAR, VARBINARY -> type.kind().name();
            case ARRAY -> sql(type.element()) + "[]";
            case ROW ->
                type.fields().stream()
                        .map(field -> Sql.quote(field.name()) + " " + sql(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
            default -> type.sql();
        };
    }

    static String sql(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DATE, TIME, TIMESTAMP ->
                type.getSqlTypeName().getName();
            case FLOAT -> "DOUBLE";
            case DECIMAL -> decimal(type.getPrecision(), type.getScale());
            case CHAR, VARCHAR, NULL -> "VARCHAR";
            case BINARY, VARBINARY -> "VARBINARY";
            default -> {
                if (type instanceof NestedType nested) {
                    yield sql(nested.columnType());
                }
                throw Unsupported.of("a value of type " + type.getSqlTypeName().getName());
            }
        };
    }

    static String decimal(int precision, int scale) {
        return "DECIMAL(" + Math.min(precision, DIGITS) + ", " + scale + ")";
    }

    static boolean isInteger(RelDataType type) {
        return SqlTypeName.INT_TYPES.contains(type.getSqlTypeName());
    }

    static boolean isExactNumeric(RelDataType type) {
        return SqlTypeUtil.isExactNumeric(type);
    }

    static boolean isText(RelDataType type) {
        return SqlTypeUtil.inCharFamily(type);
    }

    static boolean isBinary(RelDataType type) {
        return SqlTypeName.BINARY_TYPES.contains(type.getSqlTypeName());
    }

    static boolean isInterval(RelDataType type) {
        return SqlTypeUtil.isInterval(type);
    }

    /** Decimal digits before the point that an exact number may have. */
    static int wholeDigits(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.getPrecision() - type.getScale();
        };
    }

    static int scale(RelDataType type) {
        return isInteger(type) ? 0 : type.getScale();
    }
}
