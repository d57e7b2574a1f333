package io.cleanroom.server.wire;

import java.io.IOException;
import java.util.Locale;
import org.apache.calcite.avatica.remote.Service;

/** One of the two forms of Avatica's messages. */
interface Codec {
    Service.Request decode(byte[] body) throws Malformed;

    byte[] encode(Service.Response response) throws IOException;

    String contentType();

    /** By content type, else by the first byte: Avatica's own client calls everything an octet stream. */
    static Codec of(String contentType, byte[] body) {
        boolean json = contentType.toLowerCase(Locale.ROOT).startsWith("application/json")
                || (body.length > 0 && body[0] == '{');
        return json ? JsonCodec.INSTANCE : ProtobufCodec.INSTANCE;
    }
}
