package io.cleanroom.server.sql;

import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** PostgreSQL's own names of types, as in {@code x::text}. */
final class TypeNames {
    private static final Map<String, SqlTypeName> NAMES = Map.ofEntries(
            Map.entry("text", SqlTypeName.VARCHAR),
            Map.entry("string", SqlTypeName.VARCHAR),
            Map.entry("bpchar", SqlTypeName.VARCHAR),
            Map.entry("bytea", SqlTypeName.VARBINARY),
            Map.entry("bool", SqlTypeName.BOOLEAN),
            Map.entry("int2", SqlTypeName.SMALLINT),
            Map.entry("int4", SqlTypeName.INTEGER),
            Map.entry("int8", SqlTypeName.BIGINT),
            Map.entry("float4", SqlTypeName.REAL),
            Map.entry("float8", SqlTypeName.DOUBLE),
            Map.entry("datetime", SqlTypeName.TIMESTAMP));

    private TypeNames() {}

    static SqlDataTypeSpec canonical(SqlDataTypeSpec spec) {
        if (!(spec.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec named)
                || !named.getTypeName().isSimple()) {
            return spec;
        }
        SqlTypeName type = NAMES.get(named.getTypeName().getSimple().toLowerCase(Locale.ROOT));
        SqlParserPos pos = spec.getParserPosition();
        return type == null ? spec : new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, pos), pos);
    }
}
