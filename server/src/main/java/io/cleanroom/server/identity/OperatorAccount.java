package io.cleanroom.server.identity;

import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.Transaction;
import io.cleanroom.server.store.UserAccount;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The user {@code operator}, which every store has. */
public final class OperatorAccount {
    private OperatorAccount() {}

    /**
     * Makes sure that the operator can log in with the password that was set; without one, a fresh store gets a random
     * password, which is returned to be printed once, and a store that has an operator stays as it is.
     */
    public static Optional<String> ensure(Store store, Optional<String> password) {
        Optional<UserAccount> operator = store.read(t -> t.users().find(UserName.OPERATOR));
        if (password.isEmpty() && operator.isPresent()) {
            return Optional.empty();
        }
        String chosen = password.orElseGet(OperatorAccount::random);
        if (operator.isEmpty() || !PasswordHash.matches(chosen, operator.get().passwordHash())) {
            String hash = PasswordHash.of(chosen);
            store.write(t -> put(t, operator.isPresent(), hash));
        }
        return password.isPresent() ? Optional.empty() : Optional.of(chosen);
    }

    private static boolean put(Transaction transaction, boolean exists, String hash) {
        if (exists) {
            transaction.users().setPasswordHash(UserName.OPERATOR, hash);
        } else {
            transaction.users().insert(new UserAccount(UserName.OPERATOR, hash, Set.of()));
        }
        return true;
    }

    private static String random() {
        byte[] bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
