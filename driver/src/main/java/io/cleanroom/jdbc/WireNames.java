package io.cleanroom.jdbc;

import java.io.IOException;
import org.apache.calcite.avatica.proto.Common.WireMessage;

/**
 * Keeps the class names inside wire messages what they are for everyone else.
 *
 * <p>Avatica's protobuf envelope names its content by Java class. In the released jar Avatica lives in another package, so
 * that name is put back before sending and changed again after receiving. Where nothing was relocated both directions
 * leave the bytes alone.
 */
final class WireNames {
    /** Not a literal: the relocation rewrites literals that look like packages. */
    private static final String PUBLIC = String.join(".", "org", "apache", "calcite", "avatica", "proto") + ".";

    private static final String OURS = WireMessage.class.getPackageName() + ".";

    private WireNames() {}

    static byte[] outgoing(byte[] message) throws IOException {
        return rename(message, OURS, PUBLIC);
    }

    static byte[] incoming(byte[] message) throws IOException {
        return rename(message, PUBLIC, OURS);
    }

    private static byte[] rename(byte[] message, String from, String to) throws IOException {
        if (from.equals(to)) {
            return message;
        }
        WireMessage wire = WireMessage.parseFrom(message);
        if (!wire.getName().startsWith(from)) {
            return message;
        }
        return wire.toBuilder()
                .setName(to + wire.getName().substring(from.length()))
                .build()
                .toByteArray();
    }
}
