package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Columns of two tables are equated only where both are JOIN columns, or both dimensions; columns under a CUSTOM rule go with either. */
final class JoinColumn implements Check {
    @Override
    public String id() {
        return "join-column";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        Stream<Fact.Equated> all = Stream.concat(
                facts.of(Fact.Equated.class),
                facts.of(Fact.EquatedByOr.class).flatMap(or -> or.alternatives().stream()));
        all.distinct().filter(f -> !fits(f)).forEach(f -> {
            ColumnReference wrong = Uses.isJoin(f.left()) ? f.right() : f.left();
            against.accept(new Reason(
                    id(),
                    "column " + wrong + " may not be equated with " + (wrong.equals(f.left()) ? f.right() : f.left()),
                    facts.positions().column(wrong.column()),
                    Optional.of(wrong.table().owner()),
                    "the JOIN columns of " + wrong.table() + ": " + Uses.list(Uses.joinColumns(wrong.table()))));
        });
    }

    static boolean fits(Fact.Equated f) {
        return (Uses.isJoin(f.left()) && Uses.isJoin(f.right()))
                || (Uses.isDimension(f.left()) && Uses.isDimension(f.right()));
    }
}
