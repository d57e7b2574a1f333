package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DuckDB's types are here. Unsigned numbers take the next larger type, HUGEINT takes 38 digits, times are UTC to the
 * microsecond, UUID, ENUM, JSON and INTERVAL are text, lists are arrays and structs rows of such types. Columns of all others
 * are left out of the table, and its owner is told.
 */
final class EngineTypes {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
    private static final Pattern ARRAY = Pattern.compile("(.*)\\[\\d*]", Pattern.DOTALL);
    private static final Pattern STRUCT = Pattern.compile("STRUCT\\((.*)\\)", Pattern.DOTALL);
    /** Deeper than any column's type may be. */
    private static final int DEPTH = 16;

    private EngineTypes() {}

    /** Empty for a type that no column can have. */
    static Optional<ColumnType> columnType(String type) {
        try {
            return of(type, DEPTH);
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    /** Fails on an array or row that is larger than columns may be. */
    private static Optional<ColumnType> of(String type, int depth) {
        if (depth == 0) {
            return Optional.empty();
        }
        Matcher array = ARRAY.matcher(type);
        if (array.matches()) {
            return of(array.group(1), depth - 1).map(ColumnType::array);
        }
        Matcher struct = STRUCT.matcher(type);
        if (struct.matches()) {
            return row(parts(struct.group(1), ','), depth - 1);
        }
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            return Optional.of(
                    ColumnType.decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))));
        }
        return type.startsWith("ENUM(") ? of(Kind.VARCHAR) : plain(type);
    }

    private static Optional<ColumnType> plain(String type) {
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

    /** Fields are a name, in quotes if need be, and a type. */
    private static Optional<ColumnType> row(List<String> written, int depth) {
        List<ColumnType.Field> fields = new ArrayList<>();
        for (String each : written) {
            String field = each.strip();
            String name = parts(field, ' ').get(0);
            Optional<ColumnType> type = of(field.substring(name.length()).strip(), depth);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new ColumnType.Field(unquoted(name), type.get()));
        }
        return Optional.of(ColumnType.row(fields));
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** What stands between separators outside of parentheses, of quoted names and of the texts of an ENUM. */
    private static List<String> parts(String list, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        char quote = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == separator && depth == 0) {
                parts.add(list.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(list.substring(begin));
        return parts;
    }
}
