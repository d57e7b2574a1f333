package io.cleanroom.server.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/** JSON. A client's copy of a signature is not read: it names a Java class that Avatica would load. */
final class JsonCodec implements Codec {
    static final JsonCodec INSTANCE = new JsonCodec();

    private final ObjectMapper requests = JsonService.MAPPER
            .copy()
            .registerModule(new SimpleModule().addDeserializer(Meta.Signature.class, new Skip()));

    private JsonCodec() {}

    @Override
    public Service.Request decode(byte[] body) throws Malformed {
        try {
            return requests.readValue(body, Service.Request.class);
        } catch (IOException | RuntimeException e) {
            throw new Malformed(e);
        }
    }

    @Override
    public byte[] encode(Service.Response response) throws IOException {
        return JsonService.MAPPER.writeValueAsBytes(response);
    }

    @Override
    public String contentType() {
        return "application/json;charset=utf-8";
    }

    private static final class Skip extends JsonDeserializer<Meta.Signature> {
        @Override
        public Meta.@Nullable Signature deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            parser.skipChildren();
            return null;
        }
    }
}
