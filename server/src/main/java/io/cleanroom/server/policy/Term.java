package io.cleanroom.server.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
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

    /** How windows are called, and those that do not look at the row itself. */
    private static final String WINDOW = "over ";

    private static final String ELSEWHERE = "elsewhere ";

    private static final String LARGEST = constant(Double.MAX_VALUE);

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
            return leaf("literal " + constant(literal));
        }
        if (node instanceof RexDynamicParam parameter) {
            return leaf("parameter "
                    + (parameter.getIndex() < parameters.size()
                            ? parameters.get(parameter.getIndex())
                            : parameter.getIndex()));
        }
        if (node instanceof RexOver over) {
            return leaf((PersonWindows.hasValue(over) ? WINDOW : ELSEWHERE) + System.identityHashCode(node));
        }
        if (!(node instanceof RexCall call)) {
            return leaf("other " + System.identityHashCode(node));
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        List<Term> operands =
                call.getOperands().stream().map(o -> of(o, fields, parameters)).toList();
        if (NO_VALUE_CHANGED.contains(name)) {
            return operands.get(0);
        }
        Term term = new Term(
                call.getKind() == SqlKind.OTHER_FUNCTION ? name : call.getKind().name(), operands);
        if (term.isFinite()) {
            return operands.get(1);
        }
        return term.operator().equals("OTHER") ? new Term(name, operands) : term;
    }

    private static String constant(RexLiteral literal) {
        Object value = literal.isNull() ? "NULL" : literal.getValue4();
        return value instanceof Number number ? constant(number) : String.valueOf(value);
    }

    /** The same number is the same constant, however it is written: a plan's 5 may be 5.00 or 5E0 in its text. */
    private static String constant(Number number) {
        return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }

    /** {@code CASE WHEN ABS(x) <= the largest DOUBLE THEN x END}: x, which the text of a calculation leaves out if it is none. */
    private boolean isFinite() {
        return is(SqlKind.CASE)
                && operands.size() == 3
                && operand(2).equals(leaf("literal NULL"))
                && operand(0)
                        .equals(new Term(
                                SqlKind.LESS_THAN_OR_EQUAL.name(),
                                List.of(new Term("ABS", List.of(operand(1))), leaf("literal " + LARGEST))));
    }

    /** A column, as its own type or another, a constant or a window: nothing that a calculation could leave without a value. */
    boolean isOneValue() {
        return operands.isEmpty() && !equals(UNPROVED);
    }

    /**
     * x, where this is {@code MOD(x, m)} or {@code ROUND((x - MOD(x, m)) / m)} with a number m: how a sum of many digits is
     * taken apart. Either has a value wherever x has one.
     */
    Term whole() {
        if (is(SqlKind.MOD) && isDivisor(operand(1))) {
            return operand(0);
        }
        if (operator.equals("ROUND") && operands.size() == 1 && operand(0).is(SqlKind.DIVIDE)) {
            Term quotient = operand(0);
            Term multiple = quotient.operand(0);
            if (isDivisor(quotient.operand(1))
                    && multiple.is(SqlKind.MINUS)
                    && multiple.operand(1).is(SqlKind.MOD)
                    && multiple.operand(1).operands().equals(List.of(multiple.operand(0), quotient.operand(1)))) {
                return multiple.operand(0);
            }
        }
        return this;
    }

    private static boolean isDivisor(Term term) {
        return term.operands().isEmpty() && term.operator().matches("literal 0*[.]?0*[1-9][0-9]*");
    }

    boolean is(SqlKind kind) {
        return operator.equals(kind.name());
    }

    Term operand(int index) {
        return operands.get(index);
    }

    /**
     * Whether a value is taken from a window that does not look at the row itself, or calculated with any: such a value may be
     * there for one person alone, although everybody has rows.
     */
    boolean isOfWindow() {
        return operator.startsWith(ELSEWHERE)
                || (!operands.isEmpty()
                        && values().anyMatch(v -> v.isOfWindow() || (!is(SqlKind.CASE) && v.mayBeWindow())));
    }

    /** A window, or one of those that a CASE chooses among. */
    private boolean mayBeWindow() {
        return operator.startsWith(WINDOW) || (is(SqlKind.CASE) && values().anyMatch(Term::mayBeWindow));
    }

    /** The operands that give the value; a condition only chooses among them. */
    private Stream<Term> values() {
        return is(SqlKind.CASE)
                ? IntStream.range(0, operands.size())
                        .filter(i -> i % 2 == 1 || i == operands.size() - 1)
                        .mapToObj(operands::get)
                : operands.stream();
    }

    boolean isConstant() {
        return operands.isEmpty()
                ? operator.startsWith("literal ") || operator.startsWith("parameter ")
                : operands.stream().allMatch(Term::isConstant);
    }

    /** The columns that give the value, and whatever else has a value of its own in each row. */
    Stream<Term> valueLeaves() {
        if (operands.isEmpty()) {
            return isConstant() ? Stream.of() : Stream.of(this);
        }
        return values().flatMap(Term::valueLeaves).distinct();
    }
}
