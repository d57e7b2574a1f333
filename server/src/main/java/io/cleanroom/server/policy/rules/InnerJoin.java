package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows meet in inner joins alone: an outer join tells who is missing, and pads groups with people of the runner. */
final class InnerJoin implements Check {
    @Override
    public String id() {
        return "inner-join";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.OuterJoined.class)
                .distinct()
                .forEach(f -> against.accept(new Reason(
                        id(), f.type() + " JOIN of members' rows", Optional.empty(), Optional.empty(), "INNER JOIN")));
    }
}
