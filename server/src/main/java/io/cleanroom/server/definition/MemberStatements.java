package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import java.util.Optional;
import java.util.Set;

/** Members come and go by the operator alone. */
final class MemberStatements {
    private static final Set<Name> RESERVED = Set.of(UserName.OPERATOR_MEMBER, Name.of("system"), Name.of("server"));

    private MemberStatements() {}

    static void requireOperator(Principal principal, String toDo) {
        if (!principal.isOperator()) {
            throw new Problem(
                    Code.NOT_PERMITTED, toDo + " is for the operator; " + principal.name() + " is a user of a member");
        }
    }

    static Change.Step create(Principal principal, Definition.CreateMember statement) {
        requireOperator(principal, "CREATE MEMBER");
        Member member = new Member(statement.name(), statement.dataLocation(), statement.resultLocation());
        return change -> {
            if (change.transaction().members().find(member.name()).isPresent()) {
                if (statement.ifNotExists()) {
                    return Optional.empty();
                }
                throw Change.exists("member", member.name());
            }
            if (RESERVED.contains(member.name()) || member.name().text().contains("/")) {
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "a member's name has no '/' and is none of operator, server, system. Provided value: "
                                + member.name());
            }
            Locations.check(member, change.transaction().members().all());
            change.transaction().members().insert(member);
            return Optional.of(Effect.of(Action.CREATE_MEMBER, member.name().text(), Set.of(member.name())));
        };
    }

    static Change.Step drop(Principal principal, Definition.DropMember statement) {
        requireOperator(principal, "DROP MEMBER");
        Name name = statement.name();
        return change -> {
            if (change.transaction().members().find(name).isEmpty()) {
                if (statement.ifExists()) {
                    return Optional.empty();
                }
                throw Change.unknown("member", name);
            }
            refuseInUse(change, name);
            change.transaction().members().delete(name);
            return Optional.of(Effect.of(Action.DROP_MEMBER, name.text(), Set.of(name)));
        };
    }

    private static void refuseInUse(Change change, Name name) {
        boolean users = change.transaction().users().anyOf(name);
        int tables = change.transaction().tables().of(name).size();
        int collaborations = change.transaction().collaborations().listing(name).size();
        if (users || tables > 0 || collaborations > 0) {
            throw new Problem(
                    Code.IN_USE,
                    "member " + name.sql() + " has users, configured tables or collaborations; drop those first"
                            + " (users=" + (users ? "yes" : "no") + ", tables=" + tables + ", collaborations="
                            + collaborations + ")");
        }
    }
}
