package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.core.Union;

/** UNION, for the verifier. */
final class Unions {
    private Unions() {}

    /** @param ofRows gets the scans of each branch, if these are rows */
    static Proof prove(Union union, List<Proof> branches, List<SourceRule> scans, List<List<Set<Integer>>> ofRows) {
        if (!union.all || branches.stream().anyMatch(Proof::pending)) {
            throw new OutputVerifier.NotProved("a distinct union merges groups without their counts");
        }
        boolean rows = branches.stream().anyMatch(Proof::isRows);
        if (rows
                && !branches.stream()
                        .allMatch(b -> b.isRows()
                                && b.rows().stream()
                                        .allMatch(scan -> scans.get(scan).kind() == SourceRule.Kind.CUSTOM))) {
            throw new OutputVerifier.NotProved("rows pass a union without a threshold");
        }
        if (rows) {
            ofRows.add(branches.stream().map(Proof::rows).toList());
        }
        List<Proof.Known> fields = new ArrayList<>();
        for (int i = 0; i < union.getRowType().getFieldCount(); i++) {
            int at = i;
            List<Proof.Known> known =
                    branches.stream().map(b -> b.fields().get(at)).toList();
            fields.add(rows ? ofRows(known) : ofGroups(known));
        }
        Proof all = new Proof(Set.of(), Set.of(), Set.of(), Set.of(), false, Set.of(), List.of());
        for (Proof branch : branches) {
            all = new Proof(
                    Proof.union(all.rows(), branch.rows()),
                    Proof.union(all.released(), branch.released()),
                    Proof.union(all.open(), branch.open()),
                    Proof.union(all.met(), branch.met()),
                    false,
                    Proof.union(all.links(), branch.links()),
                    fields);
        }
        return all;
    }

    /** A field carries a count if it does in every branch that has the obligation, and elsewhere is a constant. */
    private static Proof.Known ofGroups(List<Proof.Known> branches) {
        Set<Proof.Count> carried = new HashSet<>();
        branches.forEach(b -> carried.addAll(b.counts()));
        return Proof.Known.counting(carried);
    }

    /** A field is a cell of one branch only if it is nobody's in the others. */
    private static Proof.Known ofRows(List<Proof.Known> branches) {
        Set<Proof.Cell> bases = new HashSet<>();
        branches.forEach(b -> bases.addAll(b.bases()));
        List<Proof.Known> present = branches.stream()
                .filter(b -> b.content() != Proof.Known.Content.NULL)
                .toList();
        boolean columns = present.stream().allMatch(b -> b.content() == Proof.Known.Content.COLUMN);
        boolean oneValue = present.stream().map(Proof.Known::term).allMatch(Term::isOneValue);
        return new Proof.Known(
                present.size() == 1 ? present.get(0).equals() : Set.of(),
                Set.of(),
                bases,
                columns ? Proof.Known.Content.COLUMN : Proof.Known.Content.OTHER,
                oneValue ? Term.leaf("union " + System.identityHashCode(branches)) : Term.UNPROVED);
    }
}
