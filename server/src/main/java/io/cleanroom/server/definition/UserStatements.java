package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.identity.PasswordHash;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.store.UserAccount;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Users come and go by the operator alone; everybody may change the own password. No password is ever recorded. */
final class UserStatements {
    private UserStatements() {}

    static Change.Step create(Principal principal, Definition.CreateUser statement) {
        MemberStatements.requireOperator(principal, "CREATE USER");
        UserName name = statement.name();
        checkRoles(statement.roles());
        String hash = hash(statement.password());
        return change -> {
            if (change.transaction().users().find(name).isPresent()) {
                if (statement.ifNotExists()) {
                    return Optional.empty();
                }
                throw Change.exists("user " + quoted(name));
            }
            if (change.transaction().members().find(name.member()).isEmpty()) {
                throw Change.unknown("member", name.member());
            }
            change.transaction().users().insert(new UserAccount(name, hash, statement.roles()));
            return Optional.of(effect(Action.CREATE_USER, name)
                    .recordedAs(
                            "CREATE USER " + quoted(name) + " ROLE " + words(statement.roles()) + " PASSWORD '***'"));
        };
    }

    static Change.Step alter(Principal principal, Definition.AlterUser statement) {
        UserName name = statement.name();
        boolean ownPassword = statement.roles().isEmpty() && name.equals(principal.name());
        if (!ownPassword) {
            MemberStatements.requireOperator(principal, "ALTER USER, but for the own password,");
        }
        if (name.equals(principal.name())) {
            principal.requirePassword("ALTER USER for the own account");
        }
        statement.roles().ifPresent(UserStatements::checkRoles);
        Optional<String> hash = statement.password().map(UserStatements::hash);
        return change -> {
            if (change.transaction().users().find(name).isEmpty()) {
                throw Change.unknown("user " + quoted(name));
            }
            if (name.isOperator() && statement.roles().isPresent()) {
                throw new Problem(Code.INVALID_DEFINITION, "the operator has no roles of a member");
            }
            hash.ifPresent(h -> change.transaction().users().setPasswordHash(name, h));
            statement.roles().ifPresent(roles -> change.transaction().users().setRoles(name, roles));
            return Optional.of(effect(Action.ALTER_USER, name)
                    .recordedAs("ALTER USER " + quoted(name) + " SET "
                            + statement.roles().map(r -> "ROLE " + words(r)).orElse("PASSWORD '***'")));
        };
    }

    static Change.Step drop(Principal principal, Definition.DropUser statement) {
        MemberStatements.requireOperator(principal, "DROP USER");
        UserName name = statement.name();
        if (name.isOperator()) {
            throw new Problem(Code.INVALID_DEFINITION, "the operator cannot be dropped");
        }
        return change -> {
            if (change.transaction().users().find(name).isEmpty()) {
                if (statement.ifExists()) {
                    return Optional.empty();
                }
                throw Change.unknown("user " + quoted(name));
            }
            change.transaction().users().delete(name);
            return Optional.of(effect(Action.DROP_USER, name));
        };
    }

    private static Effect effect(Action action, UserName name) {
        return Effect.of(action, name.toString(), name.isOperator() ? Set.of() : Set.of(name.member()));
    }

    private static String quoted(UserName name) {
        return '"' + name.toString().replace("\"", "\"\"") + '"';
    }

    private static String words(Set<Role> roles) {
        return roles.stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
    }

    private static void checkRoles(Set<Role> roles) {
        if (roles.isEmpty()) {
            throw new Problem(Code.INVALID_DEFINITION, "a user has at least one role of ADMIN, ANALYST, AUDITOR");
        }
    }

    private static String hash(String password) {
        if (password.isBlank() || password.length() > 1000) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "a password has 1 to 1000 characters and is not blank. Provided: " + password.length()
                            + " characters");
        }
        return PasswordHash.of(password);
    }
}
