package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user name and password from an {@code Authorization: Basic} header in UTF-8 (RFC 7617). */
record BasicCredentials(String user, String password) implements Credentials {
    private static final String SCHEME = "Basic ";

    /** Empty for anything but well-formed credentials. */
    static Optional<BasicCredentials> parse(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String pair;
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        return colon < 1
                ? Optional.empty()
                : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    @Override
    public Optional<Principal> check(Authentication authentication) {
        return authentication.authenticate(user, password);
    }

    @Override
    public String shown() {
        return user;
    }

    @Override
    public String refusal() {
        return "the user name or the password is not accepted";
    }

    @Override
    public String toString() {
        return user;
    }
}
