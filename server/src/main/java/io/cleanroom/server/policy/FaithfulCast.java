package io.cleanroom.server.policy;

import io.cleanroom.server.sql.DateFunctions;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A cast that shows exactly what the function below it shows: two results that were different stay different. It needs no
 * grant beyond the function's. Tools write it around every date that they group by.
 *
 * <pre>
 * CAST(DATE_TRUNC('month', d) AS DATE)        CAST(EXTRACT(YEAR FROM d) AS INTEGER)
 * </pre>
 */
final class FaithfulCast {
    private static final Set<String> WHOLE_DAYS =
            Set.of("day", "week", "month", "quarter", "year", "decade", "century", "millennium");
    private static final Set<TimeUnitRange> SMALL_NUMBERS = Set.of(
            TimeUnitRange.YEAR,
            TimeUnitRange.ISOYEAR,
            TimeUnitRange.QUARTER,
            TimeUnitRange.MONTH,
            TimeUnitRange.WEEK,
            TimeUnitRange.DAY,
            TimeUnitRange.DOW,
            TimeUnitRange.ISODOW,
            TimeUnitRange.DOY,
            TimeUnitRange.HOUR,
            TimeUnitRange.MINUTE);

    private FaithfulCast() {}

    static boolean is(RexCall call) {
        if (call.getKind() != SqlKind.CAST || !(call.getOperands().get(0) instanceof RexCall function)) {
            return false;
        }
        SqlTypeName type = call.getType().getSqlTypeName();
        RexNode unit = function.getOperands().isEmpty()
                ? function
                : function.getOperands().get(0);
        if (function.getOperator().equals(DateFunctions.DATE_TRUNC)) {
            boolean wholeDays = function.getOperands().get(1).getType().getSqlTypeName() == SqlTypeName.DATE
                    || (unit instanceof RexLiteral text && WHOLE_DAYS.contains(text.getValueAs(String.class)));
            return type == SqlTypeName.DATE && wholeDays;
        }
        return function.getKind() == SqlKind.EXTRACT
                && type == SqlTypeName.INTEGER
                && unit instanceof RexLiteral flag
                && flag.getValue() instanceof TimeUnitRange range
                && SMALL_NUMBERS.contains(range);
    }
}
