package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** Released groups or written values do not go back among rows: such a join is a question about chosen people. */
final class ReleasedStaysReleased implements Check {
    @Override
    public String id() {
        return "released-stays-released";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Mixed.class)
                .distinct()
                .forEach(f -> against.accept(new Reason(
                        id(),
                        "rows of members' tables are joined with aggregated results or written values",
                        Optional.empty(),
                        Optional.empty(),
                        "aggregate first and join the results, compare dimension columns with constants in WHERE, or keep"
                                + " the rows of chosen people by key IN (SELECT key FROM ... WHERE ...)")));
    }
}
