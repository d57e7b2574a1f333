package io.cleanroom.server.identity;

import io.cleanroom.server.collaboration.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An access token as its user holds it: {@code crt_} and 256 random bits in 43 letters of base64url. Nobody guesses one, so
 * it needs neither salt nor a slow hash; and scanners for leaked secrets know it by its beginning.
 */
public final class TokenText {
    private static final String PREFIX = "crt_";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private TokenText(String text) {
        this.text = text;
    }

    public static TokenText random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new TokenText(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Empty for what no token looks like. */
    public static Optional<TokenText> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new TokenText(text)) : Optional.empty();
    }

    public Sha256 hash() {
        return Sha256.of(text);
    }

    /** The token itself, for its user's eyes. */
    public String secret() {
        return text;
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
