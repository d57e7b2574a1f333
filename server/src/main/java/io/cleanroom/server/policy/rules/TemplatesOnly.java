package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.QueryAccess;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import io.cleanroom.server.sql.TableAccess;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A table whose rule says TEMPLATES ONLY, or trusts other members alone, takes no direct query of this runner. */
final class TemplatesOnly implements Check {
    @Override
    public String id() {
        return "templates-only";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Scanned.class)
                .map(Fact.Scanned::table)
                .filter(table -> table.access() instanceof TableAccess.Direct)
                .filter(table -> !mayAskDirectly(table, facts))
                .forEach(table -> against.accept(new Reason(
                        id(),
                        "table " + table + " answers " + whom(table),
                        Optional.empty(),
                        Optional.of(table.owner()),
                        templates(table, facts))));
    }

    private static boolean mayAskDirectly(TableReference table, Facts facts) {
        QueryAccess access = table.rule().access();
        return access instanceof QueryAccess.Direct
                || (access instanceof QueryAccess.TrustedMembers trusted
                        && trusted.members().contains(facts.runner()));
    }

    private static String whom(TableReference table) {
        return table.rule().access() instanceof QueryAccess.TrustedMembers trusted
                ? "approved templates, and direct queries by " + Uses.list(trusted.members()) + " only"
                : "approved templates only";
    }

    private static String templates(TableReference table, Facts facts) {
        String names = facts.room().templates().stream()
                .filter(t -> t.tables().contains(table.alias()))
                .map(AnalysisTemplate::name)
                .map(name -> "CALL " + name.sql() + "(...)")
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "a template, once one is created and approved" : names + ", once approved";
    }
}
