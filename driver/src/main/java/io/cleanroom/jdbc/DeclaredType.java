package io.cleanroom.jdbc;

import java.sql.JDBCType;
import java.sql.Types;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A type as definitions write it, {@code DECIMAL(12, 2)}, in JDBC's terms. */
final class DeclaredType {
    private static final Pattern FORM = Pattern.compile("([A-Za-z]+)\\s*(?:\\((\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?");

    final int jdbcType;
    final String name;
    final int precision;
    final int scale;

    private DeclaredType(int jdbcType, String name, int precision, int scale) {
        this.jdbcType = jdbcType;
        this.name = name;
        this.precision = precision;
        this.scale = scale;
    }

    static DeclaredType parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return new DeclaredType(Types.OTHER, text, 0, 0);
        }
        String name = form.group(1).toUpperCase(Locale.ROOT);
        int type = number(name);
        return new DeclaredType(
                type,
                name,
                JdbcTypes.precision(
                        type, form.group(2) == null ? usualPrecision(type) : Integer.parseInt(form.group(2))),
                form.group(3) == null ? usualScale(type) : Integer.parseInt(form.group(3)));
    }

    private static int number(String name) {
        try {
            return JDBCType.valueOf(name).getVendorTypeNumber();
        } catch (IllegalArgumentException e) {
            return Types.OTHER;
        }
    }

    private static int usualPrecision(int type) {
        switch (type) {
            case Types.BOOLEAN:
                return 1;
            case Types.TINYINT:
                return 3;
            case Types.SMALLINT:
                return 5;
            case Types.INTEGER:
                return 10;
            case Types.BIGINT:
                return 19;
            case Types.REAL:
                return 7;
            case Types.DOUBLE:
                return 15;
            case Types.DECIMAL:
                return 38;
            case Types.VARCHAR:
            case Types.VARBINARY:
                return Integer.MAX_VALUE;
            default:
                return usualScale(type);
        }
    }

    /** Of a second, where nothing else is said. */
    private static int usualScale(int type) {
        return type == Types.TIME || type == Types.TIMESTAMP ? 6 : 0;
    }

    boolean hasScale() {
        return isNumeric() || jdbcType == Types.TIME || jdbcType == Types.TIMESTAMP;
    }

    boolean isNumeric() {
        return JdbcTypes.isNumeric(jdbcType);
    }

    /** Bytes of text, null for what is no text. */
    @Nullable
    Integer octets() {
        return jdbcType == Types.VARCHAR ? (Integer) precision : null;
    }
}
