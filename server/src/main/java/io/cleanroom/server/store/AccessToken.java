package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.UserName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * An access token as stored: whose it is and for how long, never the token itself.
 *
 * @param hash of the token, which is random and long, so that a plain hash of it cannot be reversed
 * @param expires from then on it is not accepted
 * @param lastUsed the latest day, in UTC, on which it was accepted
 */
public record AccessToken(
        UserName user,
        Name name,
        Sha256 hash,
        UserName createdBy,
        Instant createdAt,
        Optional<Instant> expires,
        Optional<LocalDate> lastUsed) {

    public boolean isGood(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** The hash stays out: nobody needs it in a log. */
    @Override
    public String toString() {
        return "AccessToken[" + user + ", " + name + "]";
    }
}
