package io.cleanroom.server.sql;

import java.util.stream.Stream;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Functions by which generators write reviewed ones. Only their names matter for reading the SQL back: a proof looks at
 * counters, which are never inside them.
 */
final class EngineFunctions {
    static final SqlOperatorTable TABLE = new ClosedOperatorTable(Stream.of(
                    Stream.of(aggregate("QUANTILE_CONT")),
                    Stream.of("ISFINITE", "TRY", "TRUNC").map(name -> function(name, ReturnTypes.ARG0_NULLABLE)),
                    Stream.of(
                                    "CLEANROOM_INITCAP",
                                    "DATE_ADD",
                                    "DATEDIFF",
                                    "DATESUB",
                                    "MAKE_TIMESTAMP",
                                    "NOW",
                                    "REGEXP_REPLACE",
                                    "STRFTIME",
                                    "TO_CENTURIES",
                                    "TO_DAYS",
                                    "TO_DECADES",
                                    "TO_HOURS",
                                    "TO_MICROSECONDS",
                                    "TO_MILLENNIA",
                                    "TO_MILLISECONDS",
                                    "TO_MINUTES",
                                    "TO_MONTHS",
                                    "TO_QUARTERS",
                                    "TO_SECONDS",
                                    "TO_WEEKS",
                                    "TO_YEARS",
                                    "TRANSLATE3",
                                    "TRY_STRPTIME")
                            .map(name -> function(name, ReturnTypes.explicit(SqlTypeName.ANY))))
            .flatMap(each -> each)
            .toList());

    private EngineFunctions() {}

    private static SqlOperator aggregate(String name) {
        return SqlBasicAggFunction.create(name, SqlKind.OTHER_FUNCTION, ReturnTypes.DOUBLE, OperandTypes.VARIADIC);
    }

    private static SqlOperator function(String name, SqlReturnTypeInference type) {
        return SqlBasicFunction.create(name, type, OperandTypes.VARIADIC, SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }
}
