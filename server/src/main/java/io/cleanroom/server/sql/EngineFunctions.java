package io.cleanroom.server.sql;

import java.util.List;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * Functions by which generators write reviewed ones. Only their names matter for reading the SQL back: a proof looks at
 * counters, which are never inside them.
 */
final class EngineFunctions {
    static final SqlOperatorTable TABLE =
            new ClosedOperatorTable(List.of(function("ISFINITE"), function("TRY"), function("TRUNC")));

    private EngineFunctions() {}

    private static SqlBasicFunction function(String name) {
        return SqlBasicFunction.create(
                name, ReturnTypes.ARG0_NULLABLE, OperandTypes.VARIADIC, SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }
}
