package io.cleanroom.server.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;

/**
 * What a field of rows is made of, down to columns, for the verifier: two terms that are equal have the same value in every
 * row. Casts, and what keeps calculations from failing, are left away, so that a plan and its text have the same terms.
 */
record Term(String operator, List<Term> operands) {
    private static final Set<String> NO_VALUE_CHANGED = Set.of("CAST", "SAFE_CAST", "TRY_CAST", "TRY");

    /** What nothing can be proved of. */
    static final Term UNPROVED = leaf("unproved");

    Term {
        operands = List.copyOf(operands);
    }

    static Term leaf(String name) {
        return new Term(name, List.of());
    }

    /** @param parameters for each marker of the text, the parameter that it stands for */
    static Term of(RexNode node, List<Proof.Known> fields, List<Integer> parameters) {
        if (node instanceof RexInputRef ref) {
            return fields.get(ref.getIndex()).term();
        }
        if (node instanceof RexLiteral literal) {
            return leaf("literal " + (literal.isNull() ? "NULL" : literal.getValue4()));
        }
        if (node instanceof RexDynamicParam parameter) {
            return leaf("parameter "
                    + (parameter.getIndex() < parameters.size()
                            ? parameters.get(parameter.getIndex())
                            : parameter.getIndex()));
        }
        if (node instanceof RexOver || !(node instanceof RexCall call)) {
            return leaf("over " + System.identityHashCode(node));
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        List<Term> operands =
                call.getOperands().stream().map(o -> of(o, fields, parameters)).toList();
        if (NO_VALUE_CHANGED.contains(name)) {
            return operands.get(0);
        }
        Term term = new Term(
                call.getKind() == SqlKind.OTHER_FUNCTION ? name : call.getKind().name(), operands);
        return term.operator().equals("OTHER") ? new Term(name, operands) : term;
    }

    boolean is(SqlKind kind) {
        return operator.equals(kind.name());
    }

    Term operand(int index) {
        return operands.get(index);
    }

    boolean isConstant() {
        return operands.isEmpty()
                ? operator.startsWith("literal ") || operator.startsWith("parameter ")
                : operands.stream().allMatch(Term::isConstant);
    }

    /** The columns, and whatever else has a value of its own in each row. */
    Stream<Term> leaves() {
        if (operands.isEmpty()) {
            return isConstant() ? Stream.of() : Stream.of(this);
        }
        return operands.stream().flatMap(Term::leaves).distinct();
    }
}
