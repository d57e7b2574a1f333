package io.cleanroom.server.engine.duckdb;

import java.math.BigDecimal;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** What ORDER BY says behind an expression, and LIMIT and OFFSET of rows. */
final class SortClauses {
    private static final BigDecimal MOST_ROWS = BigDecimal.valueOf(Long.MAX_VALUE);

    private SortClauses() {}

    static String direction(RexFieldCollation item) {
        return direction(item.getDirection().isDescending(), item.getNullDirection());
    }

    static String direction(RelFieldCollation item) {
        return direction(item.direction.isDescending(), item.nullDirection);
    }

    private static String direction(boolean descending, RelFieldCollation.NullDirection direction) {
        String nulls = direction == RelFieldCollation.NullDirection.FIRST ? " NULLS FIRST" : " NULLS LAST";
        return (descending ? " DESC" : "") + nulls;
    }

    /** A number of rows; none where there is no clause. */
    static @Nullable String number(@Nullable RexNode node) {
        if (node == null) {
            return null;
        } else if (node instanceof RexDynamicParam parameter) {
            return DuckDbSql.parameter(parameter.getIndex());
        } else if (node instanceof RexLiteral literal) {
            BigDecimal count = literal.getValueAs(BigDecimal.class);
            // DuckDB rounds the one, and fails on the other only once it runs.
            if (count != null && (count.stripTrailingZeros().scale() > 0 || count.compareTo(MOST_ROWS) > 0)) {
                throw Unsupported.of("LIMIT or OFFSET " + count.toPlainString()
                        + "; they take a whole number from 0 to " + MOST_ROWS);
            }
            return LiteralWriter.write(literal).text();
        }
        throw Unsupported.of("LIMIT or OFFSET that is neither a number nor a parameter");
    }
}
