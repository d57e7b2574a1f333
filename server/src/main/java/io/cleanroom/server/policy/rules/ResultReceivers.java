package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.Optional;
import java.util.function.Consumer;

/** Whoever gets the rows must be able to receive results, and be a receiver of every table in the query. */
final class ResultReceivers implements Check {
    @Override
    public String id() {
        return "result-receivers";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        boolean reads = facts.of(Fact.Scanned.class).findAny().isPresent();
        for (Name receiver : facts.receivers()) {
            if (reads && !facts.room().collaboration().can(receiver, Ability.RECEIVE_RESULTS)) {
                against.accept(new Reason(
                        id(),
                        "member " + receiver.sql() + " cannot receive results in this collaboration",
                        Optional.empty(),
                        Optional.empty(),
                        "members with RECEIVE RESULTS in CREATE COLLABORATION, also for another member: SUBMIT ... INTO"
                                + " ... RESULT RECEIVERS (member)"));
                continue;
            }
            facts.of(Fact.Scanned.class)
                    .map(Fact.Scanned::table)
                    .filter(table -> !receives(table, receiver))
                    .forEach(table -> against.accept(new Reason(
                            id(),
                            "results made from table " + table + " may not go to " + receiver.sql(),
                            Optional.empty(),
                            Optional.of(table.owner()),
                            "the receivers " + Uses.list(table.shared().receivers()))));
        }
    }

    private static boolean receives(TableReference table, Name receiver) {
        return table.shared().receivers().isEmpty()
                || table.shared().receivers().contains(receiver);
    }
}
