package io.cleanroom.server.oracle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of a table: Long, BigDecimal, String, LocalDate or null by column. */
record Row(Map<String, @Nullable Object> values) {
    Row {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Nullable
    Object get(String column) {
        if (!values.containsKey(column)) {
            throw new IllegalArgumentException("no column " + column);
        }
        return values.get(column);
    }

    Row with(String column, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.put(column, value);
        return new Row(changed);
    }
}
