package io.cleanroom.server.hashing;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SHA-256, or HMAC-SHA-256 under a key, of a text's UTF-8 bytes, as 64 hexadecimal digits in lower case. Used by several threads
 * at a time.
 */
final class IdentifierHash {
    private static final HexFormat HEX = HexFormat.of();
    private static final String CHECKED = "cleanroom key check";
    private static final int CHECK_DIGITS = 8;

    private interface Function {
        byte[] of(byte[] text);
    }

    private final ThreadLocal<Function> function;
    private final boolean keyed;

    private IdentifierHash(ThreadLocal<Function> function, boolean keyed) {
        this.function = function;
        this.keyed = keyed;
    }

    static IdentifierHash plain() {
        return new IdentifierHash(
                ThreadLocal.withInitial(() -> {
                    try {
                        MessageDigest digest = MessageDigest.getInstance("SHA-256");
                        return digest::digest;
                    } catch (NoSuchAlgorithmException e) {
                        throw new IllegalStateException(e);
                    }
                }),
                false);
    }

    static IdentifierHash keyed(byte[] key) {
        SecretKeySpec secret = new SecretKeySpec(key, "HmacSHA256");
        return new IdentifierHash(
                ThreadLocal.withInitial(() -> {
                    try {
                        Mac mac = Mac.getInstance("HmacSHA256");
                        mac.init(secret);
                        return mac::doFinal;
                    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                        throw new IllegalStateException(e);
                    }
                }),
                true);
    }

    String hex(String text) {
        return HEX.formatHex(function.get().of(text.getBytes(StandardCharsets.UTF_8)));
    }

    String algorithm() {
        return keyed ? "HMAC-SHA-256" : "SHA-256";
    }

    /** By which members can tell over the phone that they have the same key, and nobody can tell which. */
    Optional<String> keyCheck() {
        return keyed ? Optional.of(hex(CHECKED).substring(0, CHECK_DIGITS)) : Optional.empty();
    }
}
