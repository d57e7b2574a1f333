package io.cleanroom.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cleanroom.server.collaboration.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * Types with parts, as JSON in one column: what is read is the whole type, and a part of it means nothing alone. For example
 * <pre>{@code
 * {"kind":"ARRAY","precision":0,"scale":0,
 *  "fields":[{"name":"element","type":{"kind":"DECIMAL","precision":10,"scale":2,"fields":[]}}]}
 * }</pre>
 */
final class NestedTypes {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private NestedTypes() {}

    static String written(ColumnType type) {
        return node(type).toString();
    }

    private static ObjectNode node(ColumnType type) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("kind", type.kind().name())
                .put("precision", type.precision())
                .put("scale", type.scale());
        ArrayNode fields = node.putArray("fields");
        type.fields()
                .forEach(field -> fields.addObject().put("name", field.name()).set("type", node(field.type())));
        return node;
    }

    /** Fails on anything but what {@link #written} gives. */
    static ColumnType read(String written) {
        try {
            return type(MAPPER.readTree(written));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a type that cannot be read", e);
        }
    }

    private static ColumnType type(JsonNode node) {
        List<ColumnType.Field> fields = new ArrayList<>();
        node.required("fields")
                .forEach(field -> fields.add(
                        new ColumnType.Field(field.required("name").textValue(), type(field.required("type")))));
        return new ColumnType(
                ColumnType.Kind.valueOf(node.required("kind").textValue()),
                node.required("precision").intValue(),
                node.required("scale").intValue(),
                fields);
    }
}
