package io.cleanroom.server.sql;

import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's conversions, but statistics over a window stay what they are: Calcite would write {@code AVG(x) OVER} as a quotient
 * of sums, in which the reviewed function is not to be seen any more.
 */
final class Convertlets implements SqlRexConvertletTable {
    static final Convertlets INSTANCE = new Convertlets();

    private static final Set<SqlOperator> KEPT = Set.of(
            SqlStdOperatorTable.AVG,
            SqlStdOperatorTable.STDDEV,
            SqlStdOperatorTable.STDDEV_POP,
            SqlStdOperatorTable.STDDEV_SAMP,
            SqlStdOperatorTable.VARIANCE,
            SqlStdOperatorTable.VAR_POP,
            SqlStdOperatorTable.VAR_SAMP);

    private Convertlets() {}

    @Override
    public @Nullable SqlRexConvertlet get(SqlCall call) {
        return KEPT.contains(call.getOperator())
                ? (context, kept) -> context.getRexBuilder()
                        .makeCall(
                                context.getValidator().getValidatedNodeType(kept),
                                kept.getOperator(),
                                kept.getOperandList().stream()
                                        .map(context::convertExpression)
                                        .toList())
                : StandardConvertletTable.INSTANCE.get(call);
    }
}
