package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;

/**
 * The type of a column or parameter. {@code precision} is the length of a VARCHAR or VARBINARY (0: any) or the digits of a DECIMAL
 * (1..38); {@code scale} the decimal places; both 0 elsewhere.
 */
public record ColumnType(Kind kind, int precision, int scale) {
    public enum Kind {
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INTEGER,
        BIGINT,
        REAL,
        DOUBLE,
        DECIMAL,
        VARCHAR,
        VARBINARY,
        DATE,
        TIME,
        TIMESTAMP
    }

    public ColumnType {
        boolean ok = switch (kind) {
            case DECIMAL -> precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision;
            case VARCHAR, VARBINARY -> precision >= 0 && scale == 0;
            default -> precision == 0 && scale == 0;
        };
        if (!ok) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "DECIMAL takes 1 to 38 digits and at most as many decimal places. Provided: " + kind + "("
                            + precision + ", " + scale + ")");
        }
    }

    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, 0);
    }

    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, precision, scale);
    }

    public static ColumnType varchar(int length) {
        return new ColumnType(Kind.VARCHAR, length, 0);
    }

    public static ColumnType varbinary(int length) {
        return new ColumnType(Kind.VARBINARY, length, 0);
    }

    /** As written in SQL, for example {@code DECIMAL(18, 2)}. */
    public String sql() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case VARCHAR, VARBINARY -> precision == 0 ? kind.name() : kind + "(" + precision + ")";
            default -> kind.name();
        };
    }
}
