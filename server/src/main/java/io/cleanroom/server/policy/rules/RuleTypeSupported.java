package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** Tables with a LIST or CUSTOM rule can be declared; until their enforcement is complete no query reads them. */
final class RuleTypeSupported implements Check {
    @Override
    public String id() {
        return "rule-type";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Scanned.class)
                .map(Fact.Scanned::table)
                .filter(table -> !(table.rule() instanceof AnalysisRule.Aggregation))
                .forEach(table -> against.accept(new Reason(
                        id(),
                        "table " + table + " has a rule of type " + table.rule().type()
                                + ", which this version declares but does not answer queries for",
                        Optional.empty(),
                        Optional.of(table.owner()),
                        "tables with an AGGREGATION rule")));
    }
}
