package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.UserName;
import java.util.Set;

/** A user as stored; the hash stays out of {@code toString}. */
public record UserAccount(UserName name, String passwordHash, Set<Role> roles) {
    public UserAccount {
        roles = Set.copyOf(roles);
    }

    public Principal principal() {
        return new Principal(name, roles);
    }

    @Override
    public String toString() {
        return "UserAccount[" + name + ", " + roles + "]";
    }
}
