package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DuckDB's types are here. Unsigned numbers take the next larger type, HUGEINT takes 38 digits, times are UTC to the
 * microsecond, UUID, ENUM, JSON and INTERVAL are text. Columns of all others are left out of the table, and its owner is told.
 */
final class EngineTypes {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

    private EngineTypes() {}

    /** Empty for a type that no column can have. */
    static Optional<ColumnType> columnType(String type) {
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            return Optional.of(
                    ColumnType.decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))));
        }
        if (type.startsWith("ENUM(") && !type.endsWith("]")) {
            return Optional.of(ColumnType.of(Kind.VARCHAR));
        }
        return switch (type) {
            case "BOOLEAN" -> of(Kind.BOOLEAN);
            case "TINYINT" -> of(Kind.TINYINT);
            case "SMALLINT", "UTINYINT" -> of(Kind.SMALLINT);
            case "INTEGER", "USMALLINT" -> of(Kind.INTEGER);
            case "BIGINT", "UINTEGER" -> of(Kind.BIGINT);
            case "UBIGINT" -> Optional.of(ColumnType.decimal(20, 0));
            case "HUGEINT", "UHUGEINT" -> Optional.of(ColumnType.decimal(38, 0));
            case "FLOAT" -> of(Kind.REAL);
            case "DOUBLE" -> of(Kind.DOUBLE);
            case "VARCHAR", "UUID", "JSON", "INTERVAL" -> of(Kind.VARCHAR);
            case "BLOB" -> of(Kind.VARBINARY);
            case "DATE" -> of(Kind.DATE);
            case "TIME", "TIME_NS" -> of(Kind.TIME);
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE" ->
                of(Kind.TIMESTAMP);
            default -> Optional.empty();
        };
    }

    private static Optional<ColumnType> of(Kind kind) {
        return Optional.of(ColumnType.of(kind));
    }
}
