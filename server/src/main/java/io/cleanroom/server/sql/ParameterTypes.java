package io.cleanroom.server.sql;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The types of parameters where Calcite infers none: {@code LOWER(?)}, {@code '%' || ?}, {@code COALESCE(?, ward)}. Where a
 * function takes several types, such as EXTRACT, there is none, and the client says it with a cast.
 */
final class ParameterTypes {
    /** Their operands and their result are of one type. */
    private static final Set<SqlKind> OF_ONE_TYPE =
            Set.of(SqlKind.COALESCE, SqlKind.NULLIF, SqlKind.GREATEST, SqlKind.LEAST);

    /** A letter for each operand: S for a text, I for a whole number; the last one stands for all that follow. */
    private static final Map<String, String> OPERANDS = Map.ofEntries(
            Map.entry("UPPER", "S"),
            Map.entry("LOWER", "S"),
            Map.entry("INITCAP", "S"),
            Map.entry("CHAR_LENGTH", "S"),
            Map.entry("CHARACTER_LENGTH", "S"),
            Map.entry("LENGTH", "S"),
            Map.entry("SUBSTRING", "SI"),
            Map.entry("SUBSTR", "SI"),
            Map.entry("LEFT", "SI"),
            Map.entry("RIGHT", "SI"),
            Map.entry("TRIM", "S"),
            Map.entry("LTRIM", "S"),
            Map.entry("RTRIM", "S"),
            Map.entry("LPAD", "SIS"),
            Map.entry("RPAD", "SIS"),
            Map.entry("REPEAT", "SI"),
            Map.entry("REVERSE", "S"),
            Map.entry("REPLACE", "S"),
            Map.entry("TRANSLATE", "S"),
            Map.entry("CONCAT", "S"),
            Map.entry("CONCAT_WS", "S"),
            Map.entry("||", "S"),
            Map.entry("SPLIT_PART", "SSI"),
            Map.entry("POSITION", "S"),
            Map.entry("STARTS_WITH", "S"),
            Map.entry("LIKE", "S"),
            Map.entry("NOT LIKE", "S"),
            Map.entry("ILIKE", "S"),
            Map.entry("NOT ILIKE", "S"),
            Map.entry("ASCII", "S"),
            Map.entry("CHR", "I"),
            Map.entry("TO_NUMBER", "S"),
            Map.entry("TO_DATE", "S"),
            Map.entry("MAKE_DATE", "I"));

    private ParameterTypes() {}

    /** The call's own parameters, each with its type. */
    static IdentityHashMap<SqlNode, RelDataType> of(
            SqlCall call, Function<SqlNode, RelDataType> type, RelDataTypeFactory types) {
        List<SqlNode> parameters = call.getOperandList().stream()
                .filter(SqlDynamicParam.class::isInstance)
                .toList();
        IdentityHashMap<SqlNode, RelDataType> found = new IdentityHashMap<>();
        if (parameters.isEmpty()) {
            return found;
        }
        String letters = OPERANDS.get(call.getOperator().getName().toUpperCase(Locale.ROOT));
        if (letters != null) {
            for (SqlNode parameter : parameters) {
                int at = Math.min(call.getOperandList().indexOf(parameter), letters.length() - 1);
                found.put(parameter, letters.charAt(at) == 'S' ? text(types) : whole(types));
            }
        } else if (OF_ONE_TYPE.contains(call.getKind())) {
            call.getOperandList().stream()
                    .filter(Objects::nonNull)
                    .filter(operand -> !(operand instanceof SqlDynamicParam))
                    .map(type)
                    .filter(t -> t.getSqlTypeName() != SqlTypeName.NULL && t.getSqlTypeName() != SqlTypeName.UNKNOWN)
                    .findFirst()
                    .map(t -> SqlTypeUtil.isCharacter(t) ? text(types) : types.createTypeWithNullability(t, true))
                    .ifPresent(one -> parameters.forEach(parameter -> found.put(parameter, one)));
        }
        return found;
    }

    /** Of any length: a constant beside it says nothing about the parameter's. */
    private static RelDataType text(RelDataTypeFactory types) {
        return types.createTypeWithNullability(types.createSqlType(SqlTypeName.VARCHAR), true);
    }

    private static RelDataType whole(RelDataTypeFactory types) {
        return types.createTypeWithNullability(types.createSqlType(SqlTypeName.INTEGER), true);
    }
}
