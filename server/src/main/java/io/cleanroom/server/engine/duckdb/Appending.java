package io.cleanroom.server.engine.duckdb;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Values on their way into a table of DuckDB. */
final class Appending {
    private Appending() {}

    /** A value out of {@link Values#of}. */
    static void value(DuckDBAppender appender, @Nullable Object value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else if (value instanceof Boolean truth) {
            appender.append(truth);
        } else if (value instanceof Byte number) {
            appender.append(number);
        } else if (value instanceof Short number) {
            appender.append(number);
        } else if (value instanceof Integer number) {
            appender.append(number);
        } else if (value instanceof Long number) {
            appender.append(number);
        } else if (value instanceof Float number) {
            appender.append(number);
        } else if (value instanceof Double number) {
            appender.append(number);
        } else if (value instanceof BigDecimal number) {
            appender.append(number);
        } else if (value instanceof byte[] bytes) {
            appender.append(bytes);
        } else if (value instanceof LocalDate date) {
            appender.append(date);
        } else if (value instanceof LocalTime time) {
            appender.append(time);
        } else if (value instanceof LocalDateTime timestamp) {
            appender.append(timestamp);
        } else if (value instanceof List<?> elements) {
            appender.append(elements);
        } else if (value instanceof Map<?, ?> fields) {
            appender.beginStruct();
            for (Object field : fields.values()) {
                value(appender, field);
            }
            appender.endStruct();
        } else {
            appender.append(value.toString());
        }
    }
}
