package io.cleanroom.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.UserAccount;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells principals by user name and password, for every request. The user is read from the store each time, so that a
 * changed password, a changed role or a dropped user takes effect at once; only the slow comparison of a password with a
 * hash is remembered, for a while, under a keyed digest of the password that means nothing outside this process.
 */
public final class Authenticator {
    /** A password that was right for a hash. */
    private record Match(String storedHash, ByteBuffer passwordDigest) {}

    private final Store store;
    private final SecretKeySpec key;
    private final String nobodysHash = PasswordHash.of("nobody has this password");
    private final Cache<Match, Boolean> matches = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    public Authenticator(Store store) {
        this.store = store;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
    }

    /** The principal, or nothing: an unknown user costs as much as a wrong password. */
    public Optional<Principal> authenticate(String user, String password) {
        Optional<UserAccount> account =
                name(user).flatMap(name -> store.read(t -> t.users().find(name)));
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
