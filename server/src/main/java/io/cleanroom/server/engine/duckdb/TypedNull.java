package io.cleanroom.server.engine.duckdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.sql.NestedType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;

/** NULL of a type. DuckDB's {@code INTEGER[]} is no type that Calcite reads again, so that nested types are written as structures of JSON. */
final class TypedNull {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TypedNull() {}

    static String of(RelDataType type) {
        return type instanceof NestedType nested
                ? "FROM_JSON('null', "
                        + Sql.string(structure(nested.columnType()).toString()) + ")"
                : "CAST(NULL AS " + Types.sql(type) + ")";
    }

    static Sql of(RexCall call) {
        return Sql.exact(of(call.getType()));
    }

    /** For example {@code [{"a":"INTEGER"}]} for an array of rows. */
    private static JsonNode structure(ColumnType type) {
        return switch (type.kind()) {
            case ARRAY -> new ArrayNode(JSON).add(structure(type.element()));
            case ROW -> {
                ObjectNode fields = new ObjectNode(JSON);
                type.fields().forEach(field -> fields.set(field.name(), structure(field.type())));
                yield fields;
            }
            default -> new TextNode(Types.sql(type));
        };
    }
}
