package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The type of a column or parameter. {@code precision} is the length of a VARCHAR or VARBINARY (0: any) or the digits of a DECIMAL
 * (1..38); {@code scale} the decimal places; both 0 elsewhere. {@code fields} are those of a ROW in order, or the one element of
 * an ARRAY; none elsewhere.
 */
public record ColumnType(Kind kind, int precision, int scale, List<Field> fields) {
    private static final String ELEMENT = "element";
    private static final int DEEPEST = 8;
    private static final int MOST_FIELDS = 1000;

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
        TIMESTAMP,
        ARRAY,
        ROW
    }

    /** A part of a nested type; the name as the file spells it, up to 128 characters and unique in more than case. */
    public record Field(String name, ColumnType type) {
        private static final int LONGEST = 128;

        public Field {
            if (name.isEmpty() || name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "a field's name has 1 to " + LONGEST + " characters and no control characters");
            }
        }

        private String sql() {
            return (name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"') + " "
                    + type.sql();
        }
    }

    public ColumnType {
        fields = List.copyOf(fields);
        boolean ok = switch (kind) {
            case DECIMAL -> precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision;
            case VARCHAR, VARBINARY -> precision >= 0 && scale == 0;
            case ARRAY -> fields.size() == 1;
            case ROW -> !fields.isEmpty();
            default -> precision == 0 && scale == 0;
        };
        if (!ok) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "DECIMAL takes 1 to 38 digits and at most as many decimal places. Provided: " + kind + "("
                            + precision + ", " + scale + ")");
        }
        if (fields.isEmpty() == isNested(kind)) {
            throw new IllegalArgumentException(kind + " with " + fields.size() + " fields");
        }
        Set<String> names = new HashSet<>();
        if (depth(fields) > DEEPEST
                || size(fields) > MOST_FIELDS
                || !fields.stream().allMatch(field -> names.add(field.name().toLowerCase(Locale.ROOT)))) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "arrays and rows are at most " + DEEPEST + " deep and have at most " + MOST_FIELDS
                            + " fields, whose names differ in more than case");
        }
    }

    public ColumnType(Kind kind, int precision, int scale) {
        this(kind, precision, scale, List.of());
    }

    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, 0);
    }

    public static ColumnType array(ColumnType element) {
        return new ColumnType(Kind.ARRAY, 0, 0, List.of(new Field(ELEMENT, element)));
    }

    public static ColumnType row(List<Field> fields) {
        return new ColumnType(Kind.ROW, 0, 0, fields);
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

    /** Whether values have parts: those of an ARRAY or a ROW, which are lists here. */
    public boolean isNested() {
        return isNested(kind);
    }

    private static boolean isNested(Kind kind) {
        return kind == Kind.ARRAY || kind == Kind.ROW;
    }

    /** Of an ARRAY. */
    public ColumnType element() {
        if (kind != Kind.ARRAY) {
            throw new IllegalStateException(kind + " has no elements");
        }
        return fields.get(0).type();
    }

    private static int depth(List<Field> fields) {
        return fields.stream()
                .mapToInt(field -> 1 + depth(field.type().fields()))
                .max()
                .orElse(0);
    }

    private static int size(List<Field> fields) {
        return fields.stream()
                .mapToInt(field -> 1 + size(field.type().fields()))
                .sum();
    }

    /** As written in SQL, for example {@code DECIMAL(18, 2)}, {@code INTEGER ARRAY} or {@code ROW(a INTEGER, b VARCHAR)}. */
    public String sql() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case VARCHAR, VARBINARY -> precision == 0 ? kind.name() : kind + "(" + precision + ")";
            case ARRAY -> element().sql() + " ARRAY";
            case ROW -> fields.stream().map(Field::sql).collect(Collectors.joining(", ", "ROW(", ")"));
            default -> kind.name();
        };
    }
}
