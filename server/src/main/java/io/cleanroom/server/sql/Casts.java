package io.cleanroom.server.sql;

import com.google.common.collect.ImmutableSet;
import java.util.EnumMap;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeMappingRules;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What a CAST may convert: as PostgreSQL, also a truth value to a number. Calcite makes a CASE of that, so that rules and proofs
 * see the condition.
 */
final class Casts {
    static final SqlTypeMappingRule RULE = withTruthAsNumber(SqlTypeMappingRules.instance(true));

    private Casts() {}

    private static SqlTypeMappingRule withTruthAsNumber(SqlTypeMappingRule rule) {
        Map<SqlTypeName, ImmutableSet<SqlTypeName>> mapping = new EnumMap<>(SqlTypeName.class);
        mapping.putAll(rule.getTypeMapping());
        for (SqlTypeName number : SqlTypeName.INT_TYPES) {
            mapping.merge(
                    number,
                    ImmutableSet.of(SqlTypeName.BOOLEAN),
                    (others, truth) -> ImmutableSet.<SqlTypeName>builder()
                            .addAll(others)
                            .addAll(truth)
                            .build());
        }
        return () -> mapping;
    }
}
