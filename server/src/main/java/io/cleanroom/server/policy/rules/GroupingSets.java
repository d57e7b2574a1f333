package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** ROLLUP, CUBE and GROUPING SETS are refused: a total minus the cells that are shown is the cell that is hidden. */
final class GroupingSets implements Check {
    @Override
    public String id() {
        return "grouping-sets";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        if (facts.of(Fact.Released.class).anyMatch(Fact.Released::groupingSets)) {
            against.accept(new Reason(
                    id(),
                    "ROLLUP, CUBE and GROUPING SETS give totals from which a left-out group can be calculated",
                    Optional.empty(),
                    Optional.empty(),
                    "GROUP BY a list of dimension columns"));
        }
    }
}
