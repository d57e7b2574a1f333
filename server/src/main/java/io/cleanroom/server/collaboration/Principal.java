package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Set;

/**
 * An authenticated user with the roles held at the time of the request.
 *
 * @param byToken known by an access token, which must not get hold of the account for good: it makes no further token and
 *     sets no password
 */
public record Principal(UserName name, Set<Role> roles, boolean byToken) {
    public Principal {
        roles = Set.copyOf(roles);
    }

    public Principal(UserName name, Set<Role> roles) {
        this(name, roles, false);
    }

    public Name member() {
        return name.member();
    }

    public boolean isOperator() {
        return name.isOperator();
    }

    /** Refuses with 42501 unless this principal holds the role. */
    public void require(Role role, String toDo) {
        if (isOperator() || !roles.contains(role)) {
            throw new Problem(
                    Code.NOT_PERMITTED,
                    toDo + " needs the role " + role + " of a member; " + name + " is "
                            + (isOperator() ? "the operator" : String.join(", ", roleNames())));
        }
    }

    /** Refuses with 42501 whoever is known by an access token alone. */
    public void requirePassword(String toDo) {
        if (byToken) {
            throw new Problem(
                    Code.NOT_PERMITTED,
                    toDo
                            + " needs a connection that was opened with the password; this one was opened with an access token");
        }
    }

    private String[] roleNames() {
        return roles.stream().sorted().map(Enum::name).toArray(String[]::new);
    }
}
