package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One statement of one principal in its transaction, and the objects as far as they exist for the principal. */
record Change(Principal principal, Optional<Name> defaultCollaboration, Instant now, Transaction transaction) {
    /** The part of a statement that runs in the transaction; nothing if there was nothing to do. */
    interface Step {
        Optional<Effect> apply(Change change);
    }

    Name member() {
        return principal.member();
    }

    /** A collaboration that lists the member as invited or active; any other is unknown, whether it exists or not. */
    Collaboration invitedTo(Name name) {
        return find(name).orElseThrow(() -> unknown("collaboration", name));
    }

    Optional<Collaboration> find(Name name) {
        return transaction
                .collaborations()
                .find(name)
                .filter(c -> status(c).filter(s -> s != Membership.Status.LEFT).isPresent());
    }

    Optional<Membership.Status> status(Collaboration collaboration) {
        return collaboration.membership(member()).map(Membership::status);
    }

    /** A collaboration in which the member takes part. */
    Collaboration activeIn(Name name) {
        Collaboration collaboration = invitedTo(name);
        if (status(collaboration).orElseThrow() != Membership.Status.ACTIVE) {
            throw new Problem(
                    Code.NOT_READY,
                    "MEMBER_NOT_JOINED: " + member().sql() + " is invited; first JOIN COLLABORATION " + name.sql());
        }
        return collaboration;
    }

    Room room(@Nullable Name written) {
        Name name = Optional.ofNullable(written)
                .or(() -> defaultCollaboration)
                .orElseThrow(() -> new Problem(
                        Code.UNKNOWN_OBJECT,
                        "no collaboration is named: write collaboration.name, or connect to a collaboration"));
        return transaction.room(activeIn(name).name()).orElseThrow();
    }

    static AnalysisTemplate template(Room room, Name name) {
        return room.template(name).orElseThrow(() -> unknown("analysis template", name));
    }

    ConfiguredTable ownTable(Name name) {
        return transaction.tables().find(member(), name).orElseThrow(() -> unknown("configured table", name));
    }

    static Problem unknown(String kind, Name name) {
        return unknown(kind + " " + name.sql());
    }

    static Problem unknown(String object) {
        return new Problem(Code.UNKNOWN_OBJECT, object + " does not exist");
    }

    static Problem exists(String kind, Name name) {
        return exists(kind + " " + name.sql());
    }

    static Problem exists(String object) {
        return new Problem(Code.DUPLICATE_OBJECT, object + " exists already");
    }

    /** Whom records about the collaboration concern: all that it lists. */
    static Set<Name> members(Collaboration collaboration) {
        return collaboration.memberships().stream().map(Membership::member).collect(Collectors.toSet());
    }
}
