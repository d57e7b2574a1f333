package io.cleanroom.server.query;

import io.cleanroom.server.sql.ParameterSlot;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The values of a run for the record, as a JSON object by parameter name, or by number where there is no name. */
final class RecordedParameters {
    private RecordedParameters() {}

    static String text(List<ParameterSlot> slots, List<@Nullable Object> values) {
        if (slots.isEmpty()) {
            return "";
        }
        StringJoiner object = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < slots.size(); i++) {
            int number = i + 1;
            String name = slots.get(i).declaration().map(p -> p.name().text()).orElseGet(() -> String.valueOf(number));
            object.add(quoted(name) + ": " + json(values.get(i)));
        }
        return object.toString();
    }

    private static String json(@Nullable Object value) {
        return value == null || value instanceof Boolean || value instanceof Number
                ? String.valueOf(value)
                : quoted(value.toString());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < 0x20) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
