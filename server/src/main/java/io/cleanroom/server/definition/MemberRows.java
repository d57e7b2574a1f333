package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.store.AccessToken;
import io.cleanroom.server.store.Rows;
import io.cleanroom.server.store.UserAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Members, users and collaborations. */
final class MemberRows {
    private MemberRows() {}

    static List<@Nullable Object[]> members(View view) {
        Set<Name> known = new TreeSet<>();
        known.add(view.member());
        view.collaborations().forEach(c -> known.addAll(Change.members(c)));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Member member : view.transaction().members().all()) {
            if (view.isOperator() || member.name().equals(view.member())) {
                rows.add(new @Nullable Object[] {member.name().text(), member.dataLocation(), member.resultLocation()});
            } else if (known.contains(member.name())) {
                rows.add(new @Nullable Object[] {member.name().text(), null, null});
            }
        }
        return rows;
    }

    static List<@Nullable Object[]> users(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (UserAccount user : view.transaction().users().all()) {
            if (view.isOperator() || user.name().member().equals(view.member())) {
                rows.add(new @Nullable Object[] {
                    user.name().toString(),
                    user.name().isOperator() ? null : user.name().member().text(),
                    user.roles().stream().sorted().map(Enum::name).collect(Collectors.joining(", "))
                });
            }
        }
        return rows;
    }

    static List<@Nullable Object[]> accessTokens(View view) {
        Principal principal = view.principal();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (AccessToken token : view.transaction().accessTokens().all()) {
            boolean administers = principal.roles().contains(Role.ADMIN)
                    && token.user().member().equals(view.member());
            if (view.isOperator() || administers || token.user().equals(principal.name())) {
                rows.add(new @Nullable Object[] {
                    token.name().text(),
                    token.user().toString(),
                    Rows.time(token.createdAt()),
                    token.expires().map(Rows::time).orElse(null),
                    token.lastUsed().orElse(null),
                    token.createdBy().toString()
                });
            }
        }
        return rows;
    }

    static List<@Nullable Object[]> collaborations(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Collaboration collaboration : view.collaborations()) {
            List<Membership> memberships = collaboration.memberships();
            for (int i = 0; i < memberships.size(); i++) {
                Membership membership = memberships.get(i);
                rows.add(new @Nullable Object[] {
                    collaboration.name().text(),
                    membership.member().text(),
                    membership.abilities().stream().sorted().map(Ability::sql).collect(Collectors.joining(", ")),
                    membership.status().name(),
                    i == 0
                });
            }
        }
        return rows;
    }
}
