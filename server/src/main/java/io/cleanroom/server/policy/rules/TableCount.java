package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** A query of many tables is more than a reviewer can follow, and more than a join needs. */
final class TableCount implements Check {
    static final int MOST = 15;

    @Override
    public String id() {
        return "table-count";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        long count = facts.of(Fact.Scanned.class).count();
        if (count > MOST) {
            against.accept(new Reason(
                    id(),
                    "the query reads members' tables " + count + " times",
                    Optional.empty(),
                    Optional.empty(),
                    "at most " + MOST + " table references; a table that is read twice counts twice"));
        }
    }
}
