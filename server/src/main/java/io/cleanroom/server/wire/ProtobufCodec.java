package io.cleanroom.server.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.ProtobufTranslation;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/** Protocol buffers. A client's copy of a signature is not read: it names a Java class that Avatica would load. */
final class ProtobufCodec implements Codec {
    static final ProtobufCodec INSTANCE = new ProtobufCodec();

    private final ProtobufTranslation translation = new ProtobufTranslationImpl();

    private ProtobufCodec() {}

    @Override
    public Service.Request decode(byte[] body) throws Malformed {
        try {
            return translation.parseRequest(withoutSignature(body));
        } catch (IOException | RuntimeException e) {
            throw new Malformed(e);
        }
    }

    private static byte[] withoutSignature(byte[] body) throws IOException {
        WireMessage message = WireMessage.parseFrom(body);
        if (!message.getName().equals(Requests.ExecuteRequest.class.getName())) {
            return body;
        }
        Requests.ExecuteRequest.Builder request =
                Requests.ExecuteRequest.parseFrom(message.getWrappedMessage()).toBuilder();
        request.getStatementHandleBuilder().clearSignature();
        return message.toBuilder()
                .setWrappedMessage(request.build().toByteString())
                .build()
                .toByteArray();
    }

    /** A response without content; some have no constructor that others may call. */
    static Service.Response emptyResponse(Class<?> message) {
        try {
            return INSTANCE.translation.parseResponse(
                    WireMessage.newBuilder().setName(message.getName()).build().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] encode(Service.Response response) throws IOException {
        return translation.serializeResponse(response);
    }

    @Override
    public String contentType() {
        return "application/x-google-protobuf";
    }
}
