package io.cleanroom.server.hashing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 of a text in UTF-8, or HMAC-SHA-256 under a key that both members know; 64 lower-case hex digits. */
public final class Hasher {
    private final Optional<Mac> mac;
    private final MessageDigest digest;

    public Hasher(Optional<byte[]> key) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
            if (key.isPresent()) {
                Mac keyed = Mac.getInstance("HmacSHA256");
                keyed.init(new SecretKeySpec(key.get(), "HmacSHA256"));
                mac = Optional.of(keyed);
            } else {
                mac = Optional.empty();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public String hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(mac.map(m -> m.doFinal(bytes)).orElseGet(() -> digest.digest(bytes)));
    }
}
