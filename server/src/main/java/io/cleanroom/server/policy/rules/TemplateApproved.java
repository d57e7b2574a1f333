package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import io.cleanroom.server.sql.TableAccess;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A template runs once every owner of a table in it has approved it as it is now. */
final class TemplateApproved implements Check {
    @Override
    public String id() {
        return Reason.TEMPLATE_APPROVED;
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Scanned.class)
                .map(Fact.Scanned::table)
                .map(TableReference::access)
                .filter(TableAccess.ThroughTemplate.class::isInstance)
                .map(access -> ((TableAccess.ThroughTemplate) access).template())
                .distinct()
                .filter(template -> !facts.approved().contains(template))
                .forEach(
                        template -> against.accept(
                                new Reason(
                                        id(),
                                        "analysis template " + template.sql()
                                                + " is not approved by every owner in its present form",
                                        Optional.empty(),
                                        Optional.empty(),
                                        "after APPROVE ANALYSIS TEMPLATE "
                                                + facts.room()
                                                        .collaboration()
                                                        .name()
                                                        .sql() + "." + template.sql() + " by "
                                                + facts.of(Fact.Scanned.class)
                                                        .map(s -> s.table()
                                                                .owner()
                                                                .sql())
                                                        .distinct()
                                                        .sorted()
                                                        .collect(Collectors.joining(", "))
                                                + " (system.template_approvals shows who has; a change of a table or its rule asks again)")));
    }
}
