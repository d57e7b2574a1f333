package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the owner of a source demands, as the verifier takes it; column names as the source has them.
 *
 * @param minimums how many distinct values of a column a released group needs
 * @param overlap whether it shows no more than the people whom the runner has, too
 * @param keys the columns that link it: declared ones, or those that say whom a row of a CUSTOM table is about
 * @param listed the columns that a list table shows
 * @param identities the columns of a CUSTOM table that say whom a row is about
 * @param person the columns that a window over its rows must be partitioned by; empty if none may be
 * @param runners whether the one who asks owns it
 */
record SourceRule(
        Kind kind,
        Map<String, Integer> minimums,
        boolean overlap,
        Set<String> keys,
        Set<String> listed,
        Set<String> identities,
        Set<String> person,
        boolean runners) {
    /** The rule's type; SYSTEM for what is not a member's. */
    enum Kind {
        AGGREGATION,
        LIST,
        CUSTOM,
        SYSTEM
    }

    static final SourceRule SYSTEM =
            new SourceRule(Kind.SYSTEM, Map.of(), false, Set.of(), Set.of(), Set.of(), Set.of(), false);

    SourceRule {
        minimums = Map.copyOf(minimums);
    }

    /** By the name that scans bear; a table without a rule has no entry, so that a scan of it is not proved. */
    static Map<String, SourceRule> of(List<QuerySource> sources, Name runner) {
        Map<String, SourceRule> all = new HashMap<>();
        for (QuerySource source : sources) {
            if (source instanceof QuerySource.Files files) {
                files.table()
                        .rule()
                        .ifPresent(rule -> all.put(
                                source.engineName(),
                                of(rule, files.table().owner().equals(runner))));
            } else {
                all.put(source.engineName(), SYSTEM);
            }
        }
        return all;
    }

    private static SourceRule of(AnalysisRule rule, boolean runners) {
        Map<String, Integer> minimums = new HashMap<>();
        rule.constraints().forEach(c -> minimums.merge(c.column().text(), c.minimum(), Math::max));
        if (rule instanceof AnalysisRule.ListRule list) {
            return new SourceRule(
                    Kind.LIST,
                    minimums,
                    true,
                    texts(list.joinColumns()),
                    texts(list.listColumns()),
                    Set.of(),
                    Set.of(),
                    runners);
        }
        if (rule instanceof AnalysisRule.Custom custom) {
            Set<String> person = texts(custom.identityColumn().stream().toList());
            Set<String> identities = new java.util.HashSet<>(minimums.keySet());
            identities.addAll(person);
            return new SourceRule(Kind.CUSTOM, minimums, false, identities, Set.of(), identities, person, runners);
        }
        AnalysisRule.Aggregation aggregation = (AnalysisRule.Aggregation) rule;
        return new SourceRule(
                Kind.AGGREGATION,
                minimums,
                aggregation.joinRequired(),
                texts(aggregation.joinColumns()),
                Set.of(),
                Set.of(),
                Set.of(),
                runners);
    }

    private static Set<String> texts(Collection<Name> names) {
        return names.stream().map(Name::text).collect(Collectors.toUnmodifiableSet());
    }
}
