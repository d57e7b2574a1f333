package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an {@code Authorization} header carries; secrets stay out of {@code toString}. */
sealed interface Credentials permits BasicCredentials, Credentials.Bearer {
    /** Empty for anything but well-formed credentials of a scheme that we know. */
    static Optional<Credentials> parse(@Nullable String header) {
        return Bearer.parse(header).or(() -> BasicCredentials.parse(header).map(basic -> basic));
    }

    Optional<Principal> check(Authentication authentication);

    /** Whose failures count together, and how a log calls them. */
    String shown();

    /** For the client, when they are not accepted. */
    String refusal();

    /** An access token (RFC 6750). */
    record Bearer(String token) implements Credentials {
        private static final String SCHEME = "Bearer ";

        private static Optional<Credentials> parse(@Nullable String header) {
            return Optional.ofNullable(header)
                    .filter(h -> h.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                    .map(h -> new Bearer(h.substring(SCHEME.length()).strip()));
        }

        @Override
        public Optional<Principal> check(Authentication authentication) {
            return authentication.authenticate(token);
        }

        /** The same for the same token, so that a program with an expired one does not hold up others. */
        @Override
        public String shown() {
            return "token/" + Sha256.of(token).hex().substring(0, 12);
        }

        @Override
        public String refusal() {
            return "the access token is not accepted: it has expired, was dropped, or never was one";
        }

        @Override
        public String toString() {
            return shown();
        }
    }
}
