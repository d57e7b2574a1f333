package io.cleanroom.jdbc;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;

/** What JDBC wants to know of a type, by its number in {@link Types}. */
final class JdbcTypes {
    private JdbcTypes() {}

    static boolean isNumeric(int type) {
        switch (type) {
            case Types.TINYINT:
            case Types.SMALLINT:
            case Types.INTEGER:
            case Types.BIGINT:
            case Types.REAL:
            case Types.FLOAT:
            case Types.DOUBLE:
            case Types.DECIMAL:
            case Types.NUMERIC:
                return true;
            default:
                return false;
        }
    }

    static boolean isText(int type) {
        switch (type) {
            case Types.CHAR:
            case Types.VARCHAR:
            case Types.LONGVARCHAR:
            case Types.NCHAR:
            case Types.NVARCHAR:
            case Types.LONGNVARCHAR:
                return true;
            default:
                return false;
        }
    }

    /** Whether {@code {fn CONVERT(value, type)}} does it. */
    static boolean converts(int from, int to) {
        switch (to) {
            case Types.VARCHAR:
                return isServed(from);
            case Types.DATE:
                return from == Types.DATE || from == Types.TIMESTAMP;
            case Types.TIMESTAMP:
                return from == Types.DATE || from == Types.TIMESTAMP;
            case Types.TIME:
            case Types.BOOLEAN:
                return from == to;
            default:
                return isServed(from) && isServed(to) && isNumeric(from) && isNumeric(to);
        }
    }

    /** Whether the server has columns of that type. */
    private static boolean isServed(int type) {
        switch (type) {
            case Types.VARCHAR:
            case Types.BOOLEAN:
            case Types.DATE:
            case Types.TIME:
            case Types.TIMESTAMP:
                return true;
            default:
                return isNumeric(type) && type != Types.FLOAT && type != Types.NUMERIC;
        }
    }

    /** The wire tells the fractional digits of times; JDBC wants the characters of their longest text. */
    static int precision(int type, int told) {
        switch (type) {
            case Types.DATE:
                return "2026-12-31".length();
            case Types.TIME:
                return "23:59:59.".length() + told;
            case Types.TIMESTAMP:
                return "2026-12-31 23:59:59.".length() + told;
            default:
                return told;
        }
    }

    /** The characters of the longest text, for a result that is made on this side. */
    static int displaySize(int type, int told) {
        switch (type) {
            case Types.REAL:
                return "-1.23456789E-10".length();
            case Types.DOUBLE:
                return "-1.2345678901234567E-300".length();
            case Types.BOOLEAN:
                return "false".length();
            case Types.ARRAY:
            case Types.STRUCT:
                return Integer.MAX_VALUE;
            default:
                return isNumeric(type) ? told + "-.".length() : precision(type, told);
        }
    }

    /** What {@code getObject} gives for a column of that JDBC type. */
    static Class<?> classOf(int jdbcType) {
        switch (jdbcType) {
            case Types.TINYINT:
            case Types.SMALLINT:
            case Types.INTEGER:
                return Integer.class;
            case Types.BIGINT:
                return Long.class;
            case Types.REAL:
                return Float.class;
            case Types.FLOAT:
            case Types.DOUBLE:
                return Double.class;
            case Types.DECIMAL:
            case Types.NUMERIC:
                return BigDecimal.class;
            case Types.BIT:
            case Types.BOOLEAN:
                return Boolean.class;
            case Types.DATE:
                return Date.class;
            case Types.TIME:
                return Time.class;
            case Types.TIMESTAMP:
                return Timestamp.class;
            case Types.TIMESTAMP_WITH_TIMEZONE:
                return java.time.OffsetDateTime.class;
            case Types.BINARY:
            case Types.VARBINARY:
            case Types.LONGVARBINARY:
                return byte[].class;
            case Types.CHAR:
            case Types.VARCHAR:
            case Types.LONGVARCHAR:
            case Types.NCHAR:
            case Types.NVARCHAR:
            case Types.LONGNVARCHAR:
                return String.class;
            case Types.ARRAY:
                return Array.class;
            case Types.STRUCT:
                return Struct.class;
            default:
                return Object.class;
        }
    }
}
