package io.cleanroom.server.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client calls itself, for the record of its queries. Nobody checks it, so it decides nothing; what could disturb
 * whoever reads the record (control and formatting characters, line ends) becomes a space.
 */
final class ApplicationName {
    /** The name for this request in place of the one given on connecting, percent-encoded UTF-8; empty: none. */
    static final String HEADER = "X-Cleanroom-Application";

    /** In code points; what is longer is cut. */
    private static final int LONGEST = 128;

    private ApplicationName() {}

    static String of(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String clean = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ").strip();
        return clean.codePointCount(0, clean.length()) <= LONGEST
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST)).strip();
    }

    /** Empty if the request says nothing of it, or nothing that can be read. */
    static Optional<String> ofHeader(@Nullable String encoded) {
        try {
            return Optional.ofNullable(encoded).map(e -> of(URLDecoder.decode(e, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
