package io.cleanroom.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.store.AccessToken;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.StoreConfig;
import io.cleanroom.server.store.UserAccount;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticatorTest {
    private static final UserName ANA = UserName.parse("advertiserco/ana");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private Store store;
    private Authenticator authenticator;

    @BeforeEach
    void open() {
        store = Store.open(StoreConfig.embedded(folder));
        authenticator = new Authenticator(store, clock);
        store.write(t -> {
            t.members().insert(new Member(ANA.member(), "a", "r"));
            t.users().insert(new UserAccount(ANA, PasswordHash.of("tulip"), Set.of(Role.ANALYST)));
            return true;
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theRightPasswordNamesThePrincipal() {
        Optional<Principal> ana = Optional.of(new Principal(ANA, Set.of(Role.ANALYST)));
        assertEquals(ana, authenticator.authenticate("advertiserco/ana", "tulip"));
        assertEquals(ana, authenticator.authenticate("AdvertiserCo/Ana", "tulip"));
    }

    @Test
    void anythingElseNamesNobody() {
        for (String user : new String[] {"advertiserco/ana", "advertiserco/bob", "nobody", "", "a/b/c", "operator"}) {
            assertEquals(Optional.empty(), authenticator.authenticate(user, "rose"), user);
        }
        assertEquals(Optional.empty(), authenticator.authenticate("advertiserco/ana", ""));
        assertEquals(Optional.empty(), authenticator.authenticate("advertiserco/bob", "tulip"));
    }

    @Test
    void aChangedPasswordTakesEffectAtOnce() {
        assertTrue(authenticator.authenticate("advertiserco/ana", "tulip").isPresent());
        String hash = PasswordHash.of("rose");
        store.write(t -> {
            t.users().setPasswordHash(ANA, hash);
            return true;
        });
        assertFalse(authenticator.authenticate("advertiserco/ana", "tulip").isPresent());
        assertTrue(authenticator.authenticate("advertiserco/ana", "rose").isPresent());
    }

    @Test
    void changedRolesAndADroppedUserTakeEffectAtOnce() {
        assertTrue(authenticator.authenticate("advertiserco/ana", "tulip").isPresent());
        store.write(t -> {
            t.users().setRoles(ANA, Set.of(Role.AUDITOR));
            return true;
        });
        assertEquals(
                Optional.of(Set.of(Role.AUDITOR)),
                authenticator.authenticate("advertiserco/ana", "tulip").map(Principal::roles));
        store.write(t -> {
            t.users().delete(ANA);
            return true;
        });
        assertFalse(authenticator.authenticate("advertiserco/ana", "tulip").isPresent());
    }

    private TokenText token(String name, Optional<Instant> expires) {
        TokenText token = TokenText.random();
        store.write(t -> {
            t.accessTokens()
                    .insert(new AccessToken(ANA, Name.of(name), token.hash(), ANA, now, expires, Optional.empty()));
            return true;
        });
        return token;
    }

    @Test
    void aTokenNamesItsHolderUntilItExpires() {
        TokenText token = token("bi", Optional.of(now.plusSeconds(10)));
        Optional<Principal> ana = Optional.of(new Principal(ANA, Set.of(Role.ANALYST), true));
        assertEquals(ana, authenticator.authenticate(token.secret()));
        assertEquals(
                Optional.empty(), authenticator.authenticate(TokenText.random().secret()));
        assertEquals(Optional.empty(), authenticator.authenticate(token.hash().hex()), "the hash opens nothing");
        now = now.plusSeconds(10);
        assertEquals(Optional.empty(), authenticator.authenticate(token.secret()));
    }

    /** For tools that have fields for user and password alone. */
    @Test
    void aTokenIsTakenForThePasswordOfItsHolderAlone() {
        TokenText token = token("bi", Optional.empty());
        assertEquals(
                Optional.of(new Principal(ANA, Set.of(Role.ANALYST), true)),
                authenticator.authenticate("advertiserco/ana", token.secret()));
        store.write(t -> {
            t.users()
                    .insert(new UserAccount(
                            UserName.parse("advertiserco/bob"), PasswordHash.of("rose"), Set.of(Role.ADMIN)));
            return true;
        });
        assertEquals(Optional.empty(), authenticator.authenticate("advertiserco/bob", token.secret()));
    }

    @Test
    void theDayOfUseIsNotedOnceADay() {
        TokenText token = token("bi", Optional.empty());
        assertEquals(Optional.empty(), lastUsed());
        assertTrue(authenticator.authenticate(token.secret()).isPresent());
        assertEquals(Optional.of(LocalDate.of(2026, 11, 24)), lastUsed());
        now = now.plusSeconds(86_400);
        assertTrue(authenticator.authenticate(token.secret()).isPresent());
        assertEquals(Optional.of(LocalDate.of(2026, 11, 25)), lastUsed());
    }

    private Optional<LocalDate> lastUsed() {
        return store.read(t -> t.accessTokens().of(ANA).get(0).lastUsed());
    }

    @Test
    void tokensGoWithTheirUserAndStayWithANewPassword() {
        TokenText token = token("bi", Optional.empty());
        String hash = PasswordHash.of("rose");
        store.write(t -> {
            t.users().setPasswordHash(ANA, hash);
            t.users().setRoles(ANA, Set.of(Role.AUDITOR));
            return true;
        });
        assertEquals(
                Optional.of(Set.of(Role.AUDITOR)),
                authenticator.authenticate(token.secret()).map(Principal::roles));
        store.write(t -> {
            t.users().delete(ANA);
            t.users().insert(new UserAccount(ANA, hash, Set.of(Role.ANALYST)));
            return true;
        });
        assertEquals(Optional.empty(), authenticator.authenticate(token.secret()), "a new user of the same name");
    }

    @Test
    void hashesAreSaltedAndSayHowTheyWereMade() {
        String hash = PasswordHash.of("tulip");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertNotEquals(hash, PasswordHash.of("tulip"));
        assertTrue(PasswordHash.matches("tulip", hash));
        assertFalse(PasswordHash.matches("tulip ", hash));
    }

    /** Made with the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1}. */
    @Test
    void knowsTheHashesOfOthers() {
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertTrue(PasswordHash.matches("password", reference));
        assertFalse(PasswordHash.matches("Password", reference));
    }

    @Test
    void theOperatorGetsARandomPasswordOnce() {
        Optional<String> first = OperatorAccount.ensure(store, Optional.empty());
        assertTrue(authenticator.authenticate("operator", first.orElseThrow()).isPresent());
        assertEquals(Optional.empty(), OperatorAccount.ensure(store, Optional.empty()));
        assertTrue(authenticator.authenticate("operator", first.orElseThrow()).isPresent());
    }

    @Test
    void theOperatorsPasswordIsTheOneThatIsSet() {
        assertEquals(Optional.empty(), OperatorAccount.ensure(store, Optional.of("one")));
        assertTrue(authenticator.authenticate("operator", "one").isPresent());
        OperatorAccount.ensure(store, Optional.of("two"));
        assertFalse(authenticator.authenticate("operator", "one").isPresent());
        assertTrue(authenticator.authenticate("operator", "two").isPresent());
        assertEquals(
                Optional.of(true), authenticator.authenticate("operator", "two").map(Principal::isOperator));
        assertEquals(Name.of("operator"), UserName.OPERATOR.member());
    }
}
