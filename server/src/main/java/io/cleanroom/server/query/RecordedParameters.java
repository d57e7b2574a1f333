package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.sql.ParameterSlot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
            Optional<TemplateParameter> declared = slots.get(i).declaration();
            String name = declared.map(p -> p.name().text()).orElseGet(() -> String.valueOf(number));
            if (declared.filter(TemplateParameter::isList).isPresent()) {
                int end = i + declared.get().listMaximum();
                object.add(quoted(name) + ": " + list(values.subList(i, end)));
                i = end - 1;
            } else {
                object.add(quoted(name) + ": " + json(values.get(i)));
            }
        }
        return object.toString();
    }

    /** Without what fills it up: repetitions of its last value. */
    private static String list(List<@Nullable Object> values) {
        int last = values.size() - 1;
        while (last > 0 && Objects.equals(values.get(last), values.get(last - 1))) {
            last--;
        }
        StringJoiner array = new StringJoiner(", ", "[", "]");
        values.subList(0, last + 1).forEach(value -> array.add(json(value)));
        return array.toString();
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
