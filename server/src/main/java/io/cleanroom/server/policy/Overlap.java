package io.cleanroom.server.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which rows a source that shows the overlap alone may show, for the verifier: those that equalities of keys lead to a source
 * of the runner, whichever branches of UNIONs they come from.
 */
final class Overlap {
    private Overlap() {}

    static void prove(Proof input, List<SourceRule> scans, List<List<Set<Integer>>> unions) {
        for (int scan : input.rows()) {
            if (scans.get(scan).overlap()
                    && !oneBranchEach(input.rows(), unions)
                            .filter(rows -> rows.contains(scan))
                            .allMatch(rows -> reachesRunner(scan, rows, input.links(), scans))) {
                throw new OutputVerifier.NotProved(
                        "a table that shows the overlap is not joined with one of the runner");
            }
        }
    }

    private static Stream<Set<Integer>> oneBranchEach(Set<Integer> rows, List<List<Set<Integer>>> unions) {
        for (List<Set<Integer>> branches : unions) {
            List<Set<Integer>> present = branches.stream()
                    .filter(branch -> branch.stream().anyMatch(rows::contains))
                    .toList();
            if (present.size() > 1) {
                return present.stream().flatMap(one -> {
                    Set<Integer> left = new HashSet<>(rows);
                    present.stream().filter(other -> !other.equals(one)).forEach(left::removeAll);
                    return oneBranchEach(left, unions);
                });
            }
        }
        return Stream.of(rows);
    }

    private static boolean reachesRunner(int scan, Set<Integer> rows, Set<Proof.Link> links, List<SourceRule> scans) {
        Set<Proof.Cell> reached = keys(scan, scans);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Proof.Link link : links) {
                for (int from : link.scans()) {
                    if (!rows.containsAll(link.scans()) || !reached.containsAll(link.of(from))) {
                        continue;
                    }
                    for (int to : link.scans()) {
                        if (to == from || !mayLink(link.of(to), to, scans)) {
                            continue;
                        }
                        if (to != scan
                                && (scans.get(scan).runners() || scans.get(to).runners())) {
                            return true;
                        }
                        grew |= reached.addAll(onwards(link.of(to), to, scans));
                    }
                }
            }
        }
        return false;
    }

    private static Set<Proof.Cell> keys(int scan, List<SourceRule> scans) {
        Set<Proof.Cell> keys = new HashSet<>();
        scans.get(scan).keys().forEach(column -> keys.add(new Proof.Cell(scan, column)));
        return keys;
    }

    private static boolean mayLink(Set<Proof.Cell> columns, int scan, List<SourceRule> scans) {
        return scans.get(scan).kind() == SourceRule.Kind.CUSTOM
                || keys(scan, scans).containsAll(columns);
    }

    /** From a key to every other; from any other column of a CUSTOM table to nothing but itself. */
    private static Set<Proof.Cell> onwards(Set<Proof.Cell> columns, int scan, List<SourceRule> scans) {
        Set<Proof.Cell> keys = keys(scan, scans);
        return keys.containsAll(columns) ? keys : columns.size() == 1 ? columns : Set.of();
    }
}
