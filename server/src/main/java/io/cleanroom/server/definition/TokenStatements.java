package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.identity.TokenText;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.store.AccessToken;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * Access tokens: everybody makes and drops the own ones, a member's ADMIN those of its users, the operator anybody's. Nobody
 * makes one with a token: whoever got hold of one must not be able to outlive it.
 */
final class TokenStatements {
    private static final int MOST = 100;

    private TokenStatements() {}

    static Change.Step create(Principal principal, Definition.CreateAccessToken statement) {
        principal.requirePassword("CREATE ACCESS TOKEN");
        UserName user = permitted(principal, statement.user(), "CREATE ACCESS TOKEN");
        Name name = statement.name();
        return change -> {
            checkUser(change, user);
            Optional<Instant> end = statement.expires().map(day -> end(day, change.now()));
            var existing = change.transaction().accessTokens().of(user);
            if (existing.stream().anyMatch(t -> t.name().equals(name))) {
                throw Change.exists("access token " + name.sql() + " of " + user);
            }
            if (existing.size() >= MOST) {
                throw new Problem(
                        Code.LIMIT_REACHED,
                        user + " has too many access tokens; drop some (tokens=" + existing.size() + ", limit=" + MOST
                                + ")");
            }
            TokenText token = TokenText.random();
            change.transaction()
                    .accessTokens()
                    .insert(new AccessToken(
                            user, name, token.hash(), principal.name(), change.now(), end, Optional.empty()));
            return Optional.of(
                    effect(Action.CREATE_ACCESS_TOKEN, user, name).answering(new NewToken(name, user, token, end)));
        };
    }

    static Change.Step drop(Principal principal, Definition.DropAccessToken statement) {
        UserName user = permitted(principal, statement.user(), "DROP ACCESS TOKEN");
        Name name = statement.name();
        return change -> {
            checkUser(change, user);
            boolean exists = change.transaction().accessTokens().of(user).stream()
                    .anyMatch(t -> t.name().equals(name));
            if (!exists) {
                if (statement.ifExists()) {
                    return Optional.empty();
                }
                throw Change.unknown("access token " + name.sql() + " of " + user);
            }
            change.transaction().accessTokens().delete(user, name);
            return Optional.of(effect(Action.DROP_ACCESS_TOKEN, user, name));
        };
    }

    /** The user meant, if the principal may act for it; of other members nobody learns which users there are. */
    private static UserName permitted(Principal principal, Optional<UserName> named, String toDo) {
        UserName user = named.orElse(principal.name());
        if (user.equals(principal.name()) || principal.isOperator()) {
            return user;
        }
        if (!user.member().equals(principal.member())) {
            throw new Problem(
                    Code.NOT_PERMITTED,
                    toDo + " for users of other members is for the operator; leave FOR out for the own");
        }
        principal.require(Role.ADMIN, toDo + " for another user");
        return user;
    }

    private static void checkUser(Change change, UserName user) {
        if (change.transaction().users().find(user).isEmpty()) {
            throw Change.unknown("user \"" + user + '"');
        }
    }

    /** The first moment, in UTC, at which a token that is good up to that day is no longer. */
    private static Instant end(LocalDate day, Instant now) {
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (!end.isAfter(now)) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "EXPIRES must be today or later, " + LocalDate.ofInstant(now, ZoneOffset.UTC)
                            + " in UTC; it is the last day on which the token is good. Provided value: " + day);
        }
        return end;
    }

    private static Effect effect(Action action, UserName user, Name name) {
        return Effect.of(action, user + " " + name, user.isOperator() ? Set.of() : Set.of(user.member()));
    }
}
