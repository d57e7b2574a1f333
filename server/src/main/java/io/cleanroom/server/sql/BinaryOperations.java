package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * What can be done with binary values. Calcite gives them most functions of texts, which count and cut them otherwise than
 * engines do; a key of bytes is compared, grouped, ordered, counted and shown.
 */
final class BinaryOperations {
    private static final Set<SqlKind> OPERATORS = EnumSet.of(
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.IS_DISTINCT_FROM,
            SqlKind.IS_NOT_DISTINCT_FROM,
            SqlKind.IS_NULL,
            SqlKind.IS_NOT_NULL,
            SqlKind.IN,
            SqlKind.SEARCH,
            SqlKind.BETWEEN,
            SqlKind.CASE,
            SqlKind.COALESCE,
            SqlKind.NULLIF,
            SqlKind.CAST,
            SqlKind.SCALAR_QUERY,
            SqlKind.SOME);
    private static final Set<SqlKind> AGGREGATES = EnumSet.of(
            SqlKind.COUNT,
            SqlKind.MIN,
            SqlKind.MAX,
            SqlKind.SINGLE_VALUE,
            SqlKind.LAG,
            SqlKind.LEAD,
            SqlKind.FIRST_VALUE,
            SqlKind.LAST_VALUE);

    private BinaryOperations() {}

    static boolean isBinary(RelDataType type) {
        return SqlTypeUtil.inCharOrBinaryFamilies(type) && !SqlTypeUtil.inCharFamily(type);
    }

    /** Refuses a function of binary values that is not among those above. */
    static void check(RexCall call) {
        boolean known = OPERATORS.contains(call.getKind()) || AGGREGATES.contains(call.getKind());
        if (!known && call.getOperands().stream().anyMatch(operand -> isBinary(operand.getType()))) {
            throw refused(call.getOperator());
        }
    }

    static void check(Aggregate aggregate) {
        RelNode input = aggregate.getInput();
        for (AggregateCall call : aggregate.getAggCallList()) {
            boolean binary = call.getArgList().stream()
                    .anyMatch(index -> isBinary(
                            input.getRowType().getFieldList().get(index).getType()));
            boolean known = AGGREGATES.contains(call.getAggregation().getKind())
                    || call.getAggregation().getName().equals("APPROX_COUNT_DISTINCT");
            if (binary && !known) {
                throw refused(call.getAggregation());
            }
        }
    }

    private static Problem refused(SqlOperator operator) {
        return new Problem(
                Code.TYPE_MISMATCH,
                operator.getName().toUpperCase(Locale.ROOT)
                        + " takes no VARBINARY: binary values are compared, grouped, ordered, counted and returned");
    }

    /** Refuses to make bytes of something else, or something else of bytes, and to cut or fill them. */
    static void conversion(RelDataType from, RelDataType to) {
        if (from.getSqlTypeName() == SqlTypeName.NULL || (!isBinary(from) && !isBinary(to))) {
            return;
        }
        if (isBinary(from) != isBinary(to)) {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    "a " + from.getSqlTypeName() + " does not convert to a " + to.getSqlTypeName()
                            + "; binary constants are written X'0aff', binary results are read with getBytes");
        }
        if (!keeps(from, to)) {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    "a cast to " + to.getSqlTypeName() + "(" + to.getPrecision()
                            + ") would change bytes; write VARBINARY without a length");
        }
    }

    /** Whether each value stays as it is. */
    private static boolean keeps(RelDataType from, RelDataType to) {
        boolean anyLength = to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED;
        boolean known = from.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED;
        if (to.getSqlTypeName() == SqlTypeName.VARBINARY) {
            return anyLength || (known && from.getPrecision() <= to.getPrecision());
        }
        return known && from.getSqlTypeName() == SqlTypeName.BINARY && from.getPrecision() == to.getPrecision();
    }
}
