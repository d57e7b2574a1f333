package io.cleanroom.server.engine.duckdb;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Two values where DuckDB compares them without a conversion of its own, which would raise at a value that does not fit. What
 * has no place there is NULL.
 */
record Comparison(Sql left, Sql right) {
    static Comparison of(Sql left, RelDataType leftType, Sql right, RelDataType rightType) {
        String common = common(leftType, rightType);
        return new Comparison(as(left, common), as(right, common));
    }

    /** As what DuckDB has to be told to compare the two; null where it needs no telling. */
    static @Nullable String common(RelDataType left, RelDataType right) {
        if (left.getSqlTypeName() == SqlTypeName.NULL || right.getSqlTypeName() == SqlTypeName.NULL) {
            return null;
        } else if (Types.isExactNumeric(left) && Types.isExactNumeric(right)) {
            int scale = Math.max(Types.scale(left), Types.scale(right));
            boolean wide = Math.max(Types.wholeDigits(left), Types.wholeDigits(right)) + scale > Types.DIGITS;
            return wide ? Types.decimal(Types.DIGITS, scale) : null;
        } else if (left.getSqlTypeName() != right.getSqlTypeName()
                && SqlTypeUtil.isDatetime(left)
                && SqlTypeUtil.isDatetime(right)) {
            return "TIMESTAMP";
        }
        check(left, right);
        return null;
    }

    /** DuckDB would convert a text, and raise where it is no number. */
    private static void check(RelDataType left, RelDataType right) {
        if (SqlTypeUtil.inBooleanFamily(left) != SqlTypeUtil.inBooleanFamily(right)
                || Types.isBinary(left) != Types.isBinary(right)
                || Types.isText(left) != Types.isText(right)
                || SqlTypeUtil.isDatetime(left) != SqlTypeUtil.isDatetime(right)
                || Types.isInterval(left) != Types.isInterval(right)) {
            throw Unsupported.of("a comparison of " + left + " with " + right + " without a cast");
        }
    }

    static Sql as(Sql value, @Nullable String type) {
        return type == null ? value : new Sql("TRY_CAST(" + value.text() + " AS " + type + ")", true, value.partial());
    }
}
