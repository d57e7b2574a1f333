package io.cleanroom.server.policy;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Windows over rows, for the verifier: each looks at the rows of one person of every source at a time. */
final class PersonWindows {
    /** What one row alone has no value of, or always the same. */
    private static final Set<String> OF_SEVERAL_ROWS = Set.of("NTH_VALUE", "PERCENT_RANK", "CUME_DIST");

    /** Any of {@code STDDEV}, {@code STDDEV_POP}, {@code VARIANCE}, {@code VAR_SAMP} and the like. */
    private static final Pattern SPREAD = Pattern.compile("(STDDEV|VAR).*");

    /** A sum of 38 digits takes in ten thousand million numbers of as many. */
    private static final int DIGITS = 28;

    private PersonWindows() {}

    static void prove(RexNode expression, Proof input, List<SourceRule> scans) {
        expression.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitOver(RexOver over) {
                if (!input.rows().isEmpty()) {
                    alwaysComputes(over);
                }
                Set<Proof.Cell> keys = new HashSet<>();
                for (RexNode key : over.getWindow().partitionKeys) {
                    if (key instanceof RexInputRef ref) {
                        keys.addAll(input.fields().get(ref.getIndex()).equals());
                    }
                }
                for (int scan : input.rows()) {
                    Set<String> person = scans.get(scan).person();
                    if (person.isEmpty()
                            || !person.stream().allMatch(column -> keys.contains(new Proof.Cell(scan, column)))) {
                        throw new OutputVerifier.NotProved("a window over rows of several people");
                    }
                }
                return super.visitOver(over);
            }
        });
    }

    /** Whatever the rows are, the engine finds the frame and numbers the tiles: it would fail for a row, and tell by that. */
    private static void alwaysComputes(RexOver over) {
        for (RexWindowBound bound :
                List.of(over.getWindow().getLowerBound(), over.getWindow().getUpperBound())) {
            if (bound.getOffset() != null && (!over.getWindow().isRows() || !atLeast(bound.getOffset(), 0))) {
                throw new OutputVerifier.NotProved("a window over rows with an offset that may fail");
            }
        }
        String name = over.getAggOperator().getName().toUpperCase(Locale.ROOT);
        if (OF_SEVERAL_ROWS.contains(name) || SPREAD.matcher(name).matches()) {
            throw new OutputVerifier.NotProved("a window over rows that only released results have");
        }
        if (over.getAggOperator().getName().equals("NTILE")
                && !atLeast(over.getOperands().get(0), 1)) {
            throw new OutputVerifier.NotProved("a window over rows in tiles that may fail");
        }
    }

    private static boolean atLeast(RexNode node, int least) {
        return node instanceof RexLiteral literal
                && literal.getValue() instanceof BigDecimal number
                && number.scale() <= 0
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    }

    /** Whether a row has a value of the window wherever it has one of its own: no sum is too large for its type. */
    static boolean hasValue(RexOver over) {
        return holdsOwnRow(over)
                && (over.getAggOperator().getKind() != SqlKind.SUM
                        || over.getOperands().stream().noneMatch(operand -> fillsSums(operand.getType())));
    }

    private static boolean fillsSums(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DECIMAL && type.getPrecision() > DIGITS;
    }

    /** Whether the frame, which LAG and LEAD do not have, always holds the row itself. */
    private static boolean holdsOwnRow(RexOver over) {
        String name = over.getAggOperator().getName();
        RexWindowBound from = over.getWindow().getLowerBound();
        RexWindowBound to = over.getWindow().getUpperBound();
        boolean before = from.isCurrentRow() || from.isPreceding();
        boolean after = to.isCurrentRow() || to.isFollowing();
        return before && after && !name.equals("LAG") && !name.equals("LEAD");
    }

    /** The cells whose values take part in an expression; those that partition a window do not. */
    static Set<Proof.Cell> bases(RexNode node, List<Proof.Known> fields) {
        Set<Proof.Cell> bases = new HashSet<>();
        if (node instanceof RexInputRef ref) {
            bases.addAll(fields.get(ref.getIndex()).bases());
        } else if (node instanceof RexCall call) {
            call.getOperands().forEach(o -> bases.addAll(bases(o, fields)));
            if (node instanceof RexOver over) {
                over.getWindow().orderKeys.forEach(k -> bases.addAll(bases(k.left, fields)));
            }
        }
        return bases;
    }
}
