package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** NOT IN and NOT EXISTS keep everybody but chosen people; the difference from everybody is those people. */
final class AntiJoin implements Check {
    @Override
    public String id() {
        return "anti-join";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.AntiJoined.class)
                .distinct()
                .forEach(f -> against.accept(new Reason(
                        id(),
                        "NOT IN or NOT EXISTS over rows of members' tables",
                        Optional.empty(),
                        Optional.empty(),
                        "IN (SELECT ...) or EXISTS on JOIN columns, without NOT")));
    }
}
