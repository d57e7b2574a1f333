package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Set;

/** An authenticated user with the roles held at the time of the request. */
public record Principal(UserName name, Set<Role> roles) {
    public Principal {
        roles = Set.copyOf(roles);
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

    private String[] roleNames() {
        return roles.stream().sorted().map(Enum::name).toArray(String[]::new);
    }
}
