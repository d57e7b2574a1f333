package io.cleanroom.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays and structs as JSON without spaces: {@code [1,2,null]}, {@code {"a":1,"b":"x"}}. Numbers and truth values are
 * JSON's own, all else is in quotes the text that {@code getString} gives.
 */
final class NestedText {
    /** The server's files have capitals, too. */
    private static final String HEX = "0123456789ABCDEF";

    private NestedText() {}

    static String ofArray(@Nullable Object[] values) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",");
            append(text, values[i]);
        }
        return text.append(']').toString();
    }

    static String ofStruct(List<ResultType> fields, @Nullable Object[] values) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",");
            quote(text, fields.get(i).name);
            append(text.append(':'), values[i]);
        }
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        boolean nested = value instanceof ArrayValue || value instanceof StructValue;
        if (value == null || value instanceof Boolean || nested || isNumber(value)) {
            text.append(value == null ? "null" : Values.text(value));
        } else {
            quote(text, Values.text(value));
        }
    }

    /** JSON has no infinity and no NaN. */
    private static boolean isNumber(Object value) {
        return value instanceof Number && Double.isFinite(((Number) value).doubleValue());
    }

    private static void quote(StringBuilder text, String content) {
        text.append('"');
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '"':
                case '\\':
                    text.append('\\').append(c);
                    break;
                case '\b':
                    text.append("\\b");
                    break;
                case '\f':
                    text.append("\\f");
                    break;
                case '\n':
                    text.append("\\n");
                    break;
                case '\r':
                    text.append("\\r");
                    break;
                case '\t':
                    text.append("\\t");
                    break;
                default:
                    if (c < ' ') {
                        text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        text.append(c);
                    }
            }
        }
        text.append('"');
    }
}
