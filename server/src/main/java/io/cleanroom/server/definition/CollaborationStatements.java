package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collaborations: one member creates and may drop, the others join and may leave. */
final class CollaborationStatements {
    private static final Set<Name> RESERVED = Set.of(Name.of("system"), Name.of("information_schema"));

    private CollaborationStatements() {}

    static Change.Step create(Principal principal, Definition.CreateCollaboration statement) {
        principal.require(Role.ADMIN, "CREATE COLLABORATION");
        Name name = statement.name();
        return change -> {
            if (change.transaction().collaborations().find(name).isPresent()) {
                if (statement.ifNotExists() && change.find(name).isPresent()) {
                    return Optional.empty();
                }
                throw Change.exists("collaboration", name);
            }
            if (RESERVED.contains(name)) {
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "system and information_schema are no names for a collaboration. Provided value: " + name);
            }
            Collaboration collaboration = new Collaboration(name, memberships(change, statement.members()));
            change.transaction().collaborations().insert(collaboration);
            return Optional.of(effect(Action.CREATE_COLLABORATION, collaboration));
        };
    }

    /** The creator first and active, the others invited, in the order written. */
    private static List<Membership> memberships(Change change, List<Definition.Invitation> invitations) {
        List<Membership> memberships = new ArrayList<>();
        Set<Name> seen = new TreeSet<>();
        for (Definition.Invitation invitation : invitations) {
            Name member = invitation.member();
            if (!seen.add(member)) {
                throw new Problem(Code.INVALID_DEFINITION, "member " + member.sql() + " is listed twice");
            }
            if (change.transaction().members().find(member).isEmpty()) {
                throw Change.unknown("member", member);
            }
            if (member.equals(change.member())) {
                memberships.add(0, new Membership(member, invitation.abilities(), Membership.Status.ACTIVE));
            } else {
                memberships.add(new Membership(member, invitation.abilities(), Membership.Status.INVITED));
            }
        }
        if (!seen.contains(change.member())) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "the creator is one of the members: add MEMBER "
                            + change.member().sql() + " CAN (...)");
        }
        return memberships;
    }

    /** Also for a member that left: what it may do was agreed and is unchanged. */
    static Change.Step join(Principal principal, Definition.JoinCollaboration statement) {
        principal.require(Role.ADMIN, "JOIN COLLABORATION");
        Name name = statement.name();
        return change -> {
            Collaboration collaboration = change.transaction()
                    .collaborations()
                    .find(name)
                    .filter(c -> change.status(c).isPresent())
                    .orElseThrow(() -> Change.unknown("collaboration", name));
            if (change.status(collaboration).orElseThrow() == Membership.Status.ACTIVE) {
                throw new Problem(
                        Code.DUPLICATE_OBJECT, change.member().sql() + " has joined " + name.sql() + " already");
            }
            change.transaction().collaborations().setStatus(name, change.member(), Membership.Status.ACTIVE);
            return Optional.of(effect(Action.JOIN_COLLABORATION, collaboration));
        };
    }

    static Change.Step leave(Principal principal, Definition.LeaveCollaboration statement) {
        principal.require(Role.ADMIN, "LEAVE COLLABORATION");
        Name name = statement.name();
        return change -> {
            Collaboration collaboration = change.invitedTo(name);
            if (isCreator(change, collaboration)) {
                throw new Problem(
                        Code.NOT_PERMITTED,
                        "the creator does not leave: DROP COLLABORATION " + name.sql()
                                + ", or DISASSOCIATE its tables");
            }
            change.transaction().associations().deleteOf(name, change.member());
            change.transaction().approvals().deleteOf(name, change.member());
            change.transaction().collaborations().setStatus(name, change.member(), Membership.Status.LEFT);
            return Optional.of(effect(Action.LEAVE_COLLABORATION, collaboration)
                    .with("consequence", "its tables are no longer associated and its approvals are void"));
        };
    }

    static Change.Step drop(Principal principal, Definition.DropCollaboration statement) {
        principal.require(Role.ADMIN, "DROP COLLABORATION");
        Name name = statement.name();
        return change -> {
            if (statement.ifExists() && change.find(name).isEmpty()) {
                return Optional.empty();
            }
            Collaboration collaboration = change.invitedTo(name);
            if (!isCreator(change, collaboration)) {
                throw new Problem(
                        Code.NOT_PERMITTED,
                        "DROP COLLABORATION is for its creator, "
                                + collaboration.memberships().get(0).member().sql() + "; "
                                + change.member().sql() + " may LEAVE COLLABORATION " + name.sql());
            }
            change.transaction().collaborations().delete(name);
            return Optional.of(effect(Action.DROP_COLLABORATION, collaboration));
        };
    }

    private static boolean isCreator(Change change, Collaboration collaboration) {
        return collaboration.memberships().get(0).member().equals(change.member());
    }

    private static Effect effect(Action action, Collaboration collaboration) {
        return Effect.of(action, collaboration.name().text(), Change.members(collaboration));
    }
}
