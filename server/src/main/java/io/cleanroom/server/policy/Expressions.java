package io.cleanroom.server.policy;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Walks expressions node by node; a class of node that is not named here is reported, never skipped. */
final class Expressions {
    /** What {@link #unreviewed} calls a column of the query around a sub-query. */
    static final String OUTER_COLUMN = "a column of the query around it";

    /** How the names of sub-queries begin in {@link #unreviewed}. */
    static final String SUB_QUERY = "a sub-query";

    private Expressions() {}

    /** The input field that the expression is, unchanged. */
    static Optional<Integer> inputIndex(RexNode node) {
        return node.getClass() == RexInputRef.class ? Optional.of(((RexInputRef) node).getIndex()) : Optional.empty();
    }

    /** Every input field that takes part. */
    static Set<Integer> inputs(RexNode node) {
        Set<Integer> found = new LinkedHashSet<>();
        walk(node, found, new LinkedHashSet<>());
        return found;
    }

    /** The classes of nodes below that nobody has reviewed, by what they are called in SQL. */
    static Set<String> unreviewed(RexNode node) {
        Set<String> unknown = new LinkedHashSet<>();
        walk(node, new LinkedHashSet<>(), unknown);
        return unknown;
    }

    /** A cast that changes no value, such as the validator adds to make types agree; it needs nobody's grant. */
    static boolean isWidening(RexCall call) {
        return call.getKind() == SqlKind.CAST
                && isWidening(call.getOperands().get(0).getType(), call.getType());
    }

    static boolean isWidening(RelDataType from, RelDataType to) {
        return SqlTypeUtil.inCharOrBinaryFamilies(from)
                ? keepsText(from, to)
                : isLossless(from, to) || addsMidnight(from, to) || isNoCast(from, to);
    }

    /** Calcite takes a text or bytes of unspecified length for a short one, and {@code CAST(key AS VARCHAR(1))} for lossless. */
    private static boolean keepsText(RelDataType from, RelDataType to) {
        boolean anyLength = to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED;
        boolean asLong = from.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED
                && from.getPrecision() <= to.getPrecision()
                && from.getSqlTypeName().compareTo(to.getSqlTypeName()) <= 0;
        boolean varying = to.getSqlTypeName() == SqlTypeName.VARCHAR || to.getSqlTypeName() == SqlTypeName.VARBINARY;
        return from.getSqlTypeName().getFamily() == to.getSqlTypeName().getFamily()
                && ((varying && anyLength) || asLong);
    }

    /** But the shortest text of a DOUBLE can be longer than its precision. */
    private static boolean isLossless(RelDataType from, RelDataType to) {
        return RexUtil.isLosslessCast(from, to)
                && !(SqlTypeUtil.isApproximateNumeric(from) && SqlTypeUtil.inCharFamily(to));
    }

    private static boolean isNoCast(RelDataType from, RelDataType to) {
        return from.getSqlTypeName() == to.getSqlTypeName()
                && from.getPrecision() == to.getPrecision()
                && from.getScale() == to.getScale();
    }

    /** A date as the timestamp of its first moment: each date another one. */
    private static boolean addsMidnight(RelDataType from, RelDataType to) {
        return to.getSqlTypeName() == SqlTypeName.TIMESTAMP && from.getSqlTypeName() == SqlTypeName.DATE;
    }

    /** What a widening cast widens, or the expression itself. */
    static RexNode withoutWidening(RexNode node) {
        return node instanceof RexCall call && isWidening(call)
                ? withoutWidening(call.getOperands().get(0))
                : node;
    }

    private static void walk(RexNode node, Set<Integer> inputs, Set<String> unknown) {
        Class<?> kind = node.getClass();
        if (kind == RexInputRef.class) {
            inputs.add(((RexInputRef) node).getIndex());
        } else if (node instanceof RexOver over) {
            over.getOperands().forEach(o -> walk(o, inputs, unknown));
            over.getWindow().partitionKeys.forEach(k -> walk(k, inputs, unknown));
            over.getWindow().orderKeys.forEach(k -> walk(k.left, inputs, unknown));
            bound(over.getWindow().getLowerBound().getOffset(), inputs, unknown);
            bound(over.getWindow().getUpperBound().getOffset(), inputs, unknown);
        } else if (node instanceof RexCall call && !(node instanceof RexSubQuery)) {
            call.getOperands().forEach(o -> walk(o, inputs, unknown));
        } else if (node instanceof RexSubQuery subQuery) {
            subQuery.getOperands().forEach(o -> walk(o, inputs, unknown));
            unknown.add(SUB_QUERY + " (" + subQuery.getKind() + ")");
        } else if (node instanceof RexFieldAccess access && access.getReferenceExpr() instanceof RexCorrelVariable) {
            unknown.add(OUTER_COLUMN);
        } else if (!(node instanceof RexLiteral) && kind != RexDynamicParam.class) {
            unknown.add(kind.getSimpleName().replace("Rex", ""));
        }
    }

    private static void bound(
            @org.jspecify.annotations.Nullable RexNode offset, Set<Integer> inputs, Set<String> unknown) {
        if (offset != null) {
            walk(offset, inputs, unknown);
        }
    }
}
