package io.cleanroom.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.AccessToken;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.UserAccount;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells principals by user name and password or by access token, for every request. The user is read from the store each time, so that a
 * dropped token, a changed password, a changed role or a dropped user takes effect at once; only the slow comparison of a password with a
 * hash is remembered, for a while, under a keyed digest of the password that means nothing outside this process.
 */
public final class Authenticator {
    /** A password that was right for a hash. */
    private record Match(String storedHash, ByteBuffer passwordDigest) {}

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    private final Store store;
    private final Clock clock;
    private final SecretKeySpec key;
    private final String nobodysHash = PasswordHash.of("nobody has this password");
    private final Cache<Match, Boolean> matches = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    /** When a token was last noted as used, so that a store that takes no writes is not asked at every request. */
    private final Cache<Sha256, LocalDate> noted =
            Caffeine.newBuilder().maximumSize(10_000).build();

    public Authenticator(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
    }

    /** The holder of an access token, or nothing: one that was dropped or has expired is like one that never was. */
    public Optional<Principal> authenticate(String token) {
        Optional<Sha256> hash = TokenText.parse(token).map(TokenText::hash);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return store.read(t -> t.accessTokens()
                        .find(hash.get())
                        .filter(found -> found.isGood(now))
                        .flatMap(found -> t.users().find(found.user()).map(user -> new Holder(found, user))))
                .map(holder -> {
                    noteUse(holder.token, LocalDate.ofInstant(now, ZoneOffset.UTC));
                    return new Principal(holder.user.name(), holder.user.roles(), true);
                });
    }

    private record Holder(AccessToken token, UserAccount user) {}

    /** One write a token and day; a store that cannot take it keeps nobody out. */
    private void noteUse(AccessToken token, LocalDate today) {
        boolean known =
                token.lastUsed().filter(today::equals).isPresent() || today.equals(noted.getIfPresent(token.hash()));
        if (known) {
            return;
        }
        noted.put(token.hash(), today);
        try {
            store.write(t -> {
                t.accessTokens().used(token.hash(), today);
                return true;
            });
        } catch (Problem e) {
            LOG.warn("the use of access token {} of {} is not noted: {}", token.name(), token.user(), e.text());
        }
    }

    /**
     * The principal, or nothing: an unknown user costs as much as a wrong password. An access token of the user is taken
     * for the password, because many tools have no other field for it.
     */
    public Optional<Principal> authenticate(String user, String password) {
        Optional<UserAccount> account =
                name(user).flatMap(name -> store.read(t -> t.users().find(name)));
        if (account.isPresent() && TokenText.parse(password).isPresent()) {
            Optional<Principal> holder = authenticate(password)
                    .filter(p -> p.name().equals(account.get().name()));
            if (holder.isPresent()) {
                return holder;
            }
        }
        if (account.isEmpty()) {
            PasswordHash.matches(password, nobodysHash);
            return Optional.empty();
        }
        return account.filter(a -> matches(password, a.passwordHash())).map(UserAccount::principal);
    }

    private static Optional<UserName> name(String user) {
        try {
            return Optional.of(UserName.parse(user));
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    private boolean matches(String password, String storedHash) {
        Match match = new Match(storedHash, digest(password));
        if (matches.getIfPresent(match) != null) {
            return true;
        }
        boolean right = PasswordHash.matches(password, storedHash);
        if (right) {
            matches.put(match, true);
        }
        return right;
    }

    private ByteBuffer digest(String password) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
