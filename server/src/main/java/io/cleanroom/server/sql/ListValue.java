package io.cleanroom.server.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a list parameter out of the one value of its marker: a JSON array of texts, numbers and truth values. */
final class ListValue {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ListValue() {}

    /** At least one, at most as many as the list may have. */
    static List<@Nullable Object> of(TemplateParameter parameter, @Nullable Object given) {
        JsonNode array = given instanceof String text ? parsed(text) : null;
        if (array == null || !array.isArray()) {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    "parameter " + parameter.name().sql()
                            + " takes a JSON array, for example [\"a\", \"b\"], where the call has one ? for it");
        }
        if (array.isEmpty() || array.size() > parameter.listMaximum()) {
            throw ParameterCheck.wrongSize(parameter, array.size());
        }
        List<@Nullable Object> values = new ArrayList<>();
        array.forEach(node -> values.add(value(parameter, node)));
        return values;
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable Object value(TemplateParameter parameter, JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNull()) {
            return null;
        }
        throw new Problem(
                Code.INVALID_PARAMETER,
                "parameter " + parameter.name().sql() + " takes a JSON array of texts, numbers or truth values");
    }
}
