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
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * Functions by which generators write reviewed ones, for reading the SQL back: they take anything, and have the type that the
 * operators around them ask for. A proof looks at counters, which are never inside them.
 */
final class EngineFunctions {
    static final SqlOperatorTable TABLE = new ClosedOperatorTable(Stream.of(
                    Stream.of(aggregate("QUANTILE_CONT")),
                    named(ReturnTypes.ARG0_NULLABLE, "ISFINITE", "TRY", "TRUNC"),
                    named(ReturnTypes.BIGINT_NULLABLE, "DATEDIFF", "DATESUB"),
                    named(
                            ReturnTypes.TIMESTAMP.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                            "DATE_ADD",
                            "MAKE_TIMESTAMP",
                            "NOW",
                            "TRY_STRPTIME"),
                    named(
                            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                            "CLEANROOM_INITCAP",
                            "REGEXP_REPLACE",
                            "STRFTIME",
                            "TRANSLATE3"),
                    named(
                            ReturnTypes.explicit(SqlTypeName.ANY),
                            "FROM_JSON",
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
                            "TO_YEARS"))
            .flatMap(each -> each)
            .toList());

    private EngineFunctions() {}

    private static SqlOperator aggregate(String name) {
        return SqlBasicAggFunction.create(name, SqlKind.OTHER_FUNCTION, ReturnTypes.DOUBLE, OperandTypes.VARIADIC);
    }

    private static Stream<SqlOperator> named(SqlReturnTypeInference type, String... names) {
        return Stream.of(names)
                .map(name -> SqlBasicFunction.create(
                        name, type, OperandTypes.VARIADIC, SqlFunctionCategory.USER_DEFINED_FUNCTION));
    }
}
