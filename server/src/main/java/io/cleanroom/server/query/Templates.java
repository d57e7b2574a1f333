package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.definition.TemplateCompiler;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.PolicyEngine;
import io.cleanroom.server.policy.QueryEffect;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.ParameterCheck;
import io.cleanroom.server.sql.QueryBinder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Compiles templates when they are created: one that no member could ever run is refused with the reasons. */
public final class Templates implements TemplateCompiler {
    private final QueryBinder binder;
    private final PolicyEngine policy;

    Templates(QueryBinder binder, PolicyEngine policy) {
        this.binder = binder;
        this.policy = policy;
    }

    @Override
    public Compiled compile(Room room, AnalysisTemplate draft) {
        draft.parameters().forEach(ParameterCheck::checkDeclaration);
        SortedSet<Name> tables = QueryBinder.tables(draft.sql());
        AnalysisTemplate template = draft.referringTo(tables);
        Optional<Decision.Refused> refusal = Optional.empty();
        List<Name> runners = runners(room);
        for (Name runner : runners) {
            BoundQuery query = binder.bindTemplate(runner, room, template);
            Decision decision = policy.decide(query, Set.of(template.name()), Receivers.usual(room, runner));
            if (decision instanceof Decision.Refused refused) {
                refusal = Optional.of(refused);
            } else {
                return new Compiled(tables, warnings(query));
            }
        }
        throw new Problem(
                Code.REFUSED,
                refusal.map(Decision.Refused::text).orElse("no active member of the collaboration can QUERY"));
    }

    private static List<String> warnings(BoundQuery query) {
        return List.copyOf(QueryEffect.of(query).warnings());
    }

    /** The members that may query, in their order in the collaboration. */
    static List<Name> runners(Room room) {
        return room.collaboration().memberships().stream()
                .filter(m -> m.abilities().contains(Ability.QUERY))
                .filter(m -> m.status() == Membership.Status.ACTIVE)
                .map(Membership::member)
                .toList();
    }
}
