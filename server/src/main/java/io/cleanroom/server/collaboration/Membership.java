package io.cleanroom.server.collaboration;

import java.util.Set;

/** One member's place in a collaboration. */
public record Membership(Name member, Set<Ability> abilities, Status status) {
    /** Only ACTIVE members take part; a member that LEFT keeps its share of the evidence. */
    public enum Status {
        INVITED,
        ACTIVE,
        LEFT
    }

    public Membership {
        abilities = Set.copyOf(abilities);
    }

    public boolean can(Ability ability) {
        return status == Status.ACTIVE && abilities.contains(ability);
    }
}
