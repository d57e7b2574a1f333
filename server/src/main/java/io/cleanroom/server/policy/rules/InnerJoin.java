package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
                .filter(f -> !fits(f, facts))
                .forEach(f -> against.accept(new Reason(
                        id(),
                        f.type() + " JOIN of members' rows",
                        Optional.empty(),
                        Optional.empty(),
                        "INNER JOIN"
                                + (isCustom(f)
                                        ? "; or a LEFT or RIGHT JOIN that keeps all rows of tables of "
                                                + facts.runner().sql()
                                        : ""))));
    }

    /** Only rows that the runner has anyway may stay without a match; the thresholds of the other side hold all the same. */
    private static boolean fits(Fact.OuterJoined f, Facts facts) {
        return isCustom(f)
                && !f.preserved().isEmpty()
                && f.preserved().stream().allMatch(t -> t.owner().equals(facts.runner()));
    }

    private static boolean isCustom(Fact.OuterJoined f) {
        return Stream.concat(f.preserved().stream(), f.padded().stream())
                .allMatch(t -> Uses.custom(t).isPresent());
    }
}
