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
    /**
     * Keeps it apart from the array or row of Calcite's own that is written alike, and marks what is said of it: a sign that is
     * not seen, as Calcite puts words into capital letters.
     */
    private static final String MARK = "\u2063";

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
        return message.contains(MARK);
    }

    /** A complaint in the words of SQL. */
    static String shown(String message) {
        return message.replace(MARK, "");
    }

    static boolean is(RelDataType type) {
        return type instanceof NestedType;
    }

    @Override
    protected void generateTypeString(StringBuilder text, boolean withDetail) {
        text.append(columnType.sql()).append(MARK);
    }

    @Override
    public RelDataTypeComparability getComparability() {
        return RelDataTypeComparability.NONE;
    }
}
