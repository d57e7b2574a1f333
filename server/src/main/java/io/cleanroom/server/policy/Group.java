package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlKind;

/**
 * The rows for which all of some statements hold, for the verifier, in one form for every way to write it. A statement is a
 * term that is true, one that is not, or that not all of several statements hold.
 */
record Group(Set<Group.Statement> all) {
    /** Either a term and whether it is true, or the statements of which not all hold. */
    record Statement(Set<Term> term, boolean isTrue, Set<Statement> notAll) {}

    static final Group EVERYBODY = new Group(Set.of());

    Group {
        all = Set.copyOf(all);
    }

    /** The rows for which the condition is true, or for which it is false or unknown; of a constant one, everybody or nobody. */
    static Group of(Term condition, boolean isTrue) {
        if (condition.isConstant()) {
            return EVERYBODY;
        }
        if (condition.is(SqlKind.IS_TRUE)) {
            return of(condition.operand(0), isTrue);
        }
        if (condition.is(SqlKind.IS_NOT_TRUE)) {
            return of(condition.operand(0), !isTrue);
        }
        if (condition.is(SqlKind.AND)) {
            Group both = EVERYBODY;
            for (Term operand : condition.operands()) {
                both = both.and(of(operand, true));
            }
            return isTrue ? both : both.complement();
        }
        if (condition.is(SqlKind.IS_NULL)) {
            return of(new Term(SqlKind.IS_NOT_NULL.name(), condition.operands()), !isTrue);
        }
        return new Group(Set.of(new Statement(Set.of(condition), isTrue, Set.of())));
    }

    Group and(Group other) {
        return new Group(Proof.union(all, other.all));
    }

    Group complement() {
        if (all.size() != 1) {
            return new Group(Set.of(new Statement(Set.of(), true, all)));
        }
        Statement only = all.iterator().next();
        return only.term().isEmpty()
                ? new Group(only.notAll())
                : new Group(Set.of(new Statement(only.term(), !only.isTrue(), Set.of())));
    }

    /** The groups that an argument of an aggregate function sends rows to, by conditions or for want of a result. */
    static Set<Group> of(Term written) {
        Term argument = written.whole();
        if (argument.equals(Term.UNPROVED)) {
            throw new OutputVerifier.NotProved("an aggregate function of what is calculated below a join or a union");
        }
        if (argument.isOfWindow()) {
            throw new OutputVerifier.NotProved(
                    "an aggregate function of a window that may be there for one person alone");
        }
        boolean calculation = !argument.operands().isEmpty()
                && !argument.is(SqlKind.CASE)
                && !argument.is(SqlKind.COALESCE)
                && !argument.is(SqlKind.NULLIF);
        if (!calculation || argument.isConstant()) {
            return branches(argument);
        }
        Term noResult = new Term(
                SqlKind.AND.name(),
                Stream.concat(
                                Stream.of(new Term(SqlKind.IS_NULL.name(), List.of(argument))),
                                argument.valueLeaves().map(leaf -> new Term(SqlKind.IS_NOT_NULL.name(), List.of(leaf))))
                        .toList());
        return product(branches(argument), either(noResult));
    }

    private static Set<Group> branches(Term term) {
        List<Term> operands = term.operands();
        if (term.is(SqlKind.CASE)) {
            Set<Group> all = new HashSet<>();
            Group before = EVERYBODY;
            for (int i = 0; i + 1 < operands.size(); i += 2) {
                all.addAll(product(Set.of(before.and(of(operands.get(i), true))), of(operands.get(i + 1))));
                before = before.and(of(operands.get(i), false));
            }
            all.addAll(product(Set.of(before), of(operands.get(operands.size() - 1))));
            return all;
        }
        if (term.is(SqlKind.NULLIF)) {
            Term equal = new Term(SqlKind.EQUALS.name(), operands);
            return product(either(equal), of(operands.get(0)));
        }
        if (term.is(SqlKind.COALESCE)) {
            Set<Group> all = new HashSet<>();
            Group before = EVERYBODY;
            for (int i = 0; i < operands.size(); i++) {
                Term operand = operands.get(i);
                boolean last = i == operands.size() - 1 || operand.isConstant();
                Term given = new Term(SqlKind.IS_NOT_NULL.name(), List.of(operand));
                all.addAll(product(Set.of(last ? before : before.and(of(given, true))), of(operand)));
                if (last) {
                    break;
                }
                before = before.and(of(given, false));
            }
            return all;
        }
        Set<Group> all = Set.of(EVERYBODY);
        for (Term operand : operands) {
            all = product(all, branches(operand));
        }
        return all;
    }

    /** Both sides of a condition, which are one where it is constant. */
    private static Set<Group> either(Term condition) {
        return new HashSet<>(List.of(of(condition, true), of(condition, false)));
    }

    private static Set<Group> product(Set<Group> a, Set<Group> b) {
        List<Group> all = new ArrayList<>();
        a.forEach(x -> b.forEach(y -> all.add(x.and(y))));
        return Set.copyOf(all);
    }
}
