package io.cleanroom.server.collaboration;

import java.util.List;
import java.util.Optional;

/** Members that agreed to ask questions of their combined data. The first membership is the creator's. */
public record Collaboration(Name name, List<Membership> memberships) {
    public Collaboration {
        memberships = List.copyOf(memberships);
    }

    public Optional<Membership> membership(Name member) {
        return memberships.stream().filter(m -> m.member().equals(member)).findFirst();
    }

    /** Whether the member is active and has the ability. */
    public boolean can(Name member, Ability ability) {
        return membership(member).map(m -> m.can(ability)).orElse(false);
    }
}
