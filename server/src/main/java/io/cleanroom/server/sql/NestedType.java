package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.ColumnType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeComparability;
import org.apache.calcite.sql.type.AbstractSqlType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * An array or row as Calcite sees it: one value without parts, so that no operator of Calcite's that takes, compares or unfolds
 * arrays and rows knows what to do with it. What may be done is in {@link NestedOperations}.
 */
public final class NestedType extends AbstractSqlType {
    private static final String DETAIL = " as one value";

    private final transient ColumnType columnType;

    NestedType(ColumnType columnType) {
        super(SqlTypeName.OTHER, true, null);
        this.columnType = columnType;
        computeDigest();
    }

    public ColumnType columnType() {
        return columnType;
    }

    /** Whether a complaint of Calcite's is about one. */
    static boolean isIn(String message) {
        return message.contains(DETAIL) || message.contains(" ARRAY>") || message.contains("<ROW(");
    }

    /** A complaint of Calcite's without what only we know. */
    static String shown(String message) {
        return message.replace(DETAIL, "");
    }

    static boolean is(RelDataType type) {
        return type instanceof NestedType;
    }

    /** The detail keeps it apart from the array or row of Calcite's own that is written alike. */
    @Override
    protected void generateTypeString(StringBuilder text, boolean withDetail) {
        text.append(columnType.sql()).append(withDetail ? DETAIL : "");
    }

    @Override
    public RelDataTypeComparability getComparability() {
        return RelDataTypeComparability.NONE;
    }
}
