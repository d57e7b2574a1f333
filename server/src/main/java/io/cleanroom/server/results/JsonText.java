package io.cleanroom.server.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cleanroom.server.collaboration.ColumnType;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays and rows where only text can stand: {@code [1,null]} and {@code {"a":1,"b":"x"}}, as the driver's getString gives them. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** A value of that type out of {@link ArrowRows}. */
    static String of(ColumnType type, Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, type, value);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ColumnType type, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> json.writeNumber(((Number) value).longValue());
            case REAL -> json.writeNumber((Float) value);
            case DOUBLE -> json.writeNumber((Double) value);
            case DECIMAL -> json.writeNumber(((BigDecimal) value).toPlainString());
            case ARRAY -> {
                json.writeStartArray();
                for (Object element : (List<?>) value) {
                    write(json, type.element(), element);
                }
                json.writeEndArray();
            }
            case ROW -> {
                json.writeStartObject();
                List<?> parts = (List<?>) value;
                for (int i = 0; i < parts.size(); i++) {
                    json.writeFieldName(type.fields().get(i).name());
                    write(json, type.fields().get(i).type(), parts.get(i));
                }
                json.writeEndObject();
            }
            default -> json.writeString(CsvFile.text(value));
        }
    }
}
