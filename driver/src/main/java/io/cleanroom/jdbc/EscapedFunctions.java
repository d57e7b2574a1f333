package io.cleanroom.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The functions of JDBC's {@code {fn ...}} in the server's spelling; one that needs no translation stays as it is. */
final class EscapedFunctions {
    /** What {@code DatabaseMetaData} reports. All of these work, on columns whose owner has granted them. */
    static final String NUMERIC = "ABS,CEILING,EXP,FLOOR,LOG,LOG10,MOD,POWER,ROUND,SIGN,SQRT,TRUNCATE";

    static final String STRING = "CHAR_LENGTH,CHARACTER_LENGTH,CONCAT,LCASE,LEFT,LENGTH,LOCATE,LTRIM,POSITION,REPLACE,"
            + "RIGHT,RTRIM,SUBSTRING,UCASE";
    static final String SYSTEM = "IFNULL";
    static final String TIME_DATE = "CURDATE,CURRENT_DATE,DAYOFMONTH,EXTRACT,HOUR,MINUTE,MONTH,QUARTER,SECOND,YEAR";

    private EscapedFunctions() {}

    static String translate(String call) {
        int open = SqlScanner.skipBlank(call, SqlScanner.behindWord(call, 0));
        String name = call.substring(0, SqlScanner.behindWord(call, 0)).toUpperCase(Locale.ROOT);
        if (open >= call.length() || call.charAt(open) != '(' || !call.endsWith(")")) {
            return call;
        }
        String inside = call.substring(open + 1, call.length() - 1);
        List<String> arguments = arguments(inside);
        switch (name) {
            case "UCASE":
                return "UPPER(" + inside + ")";
            case "LCASE":
                return "LOWER(" + inside + ")";
            case "LENGTH":
                return "CHAR_LENGTH(" + inside + ")";
            case "IFNULL":
                return "COALESCE(" + inside + ")";
            case "LOG":
                return "LN(" + inside + ")";
            case "CEILING":
                return "CEIL(" + inside + ")";
            case "CURDATE":
            case "CURRENT_DATE":
                return "CURRENT_DATE";
            case "DAYOFMONTH":
                return "EXTRACT(DAY FROM " + inside + ")";
            case "YEAR":
            case "QUARTER":
            case "MONTH":
            case "HOUR":
            case "MINUTE":
            case "SECOND":
                return "EXTRACT(" + name + " FROM " + inside + ")";
            case "CONCAT":
                return "(" + String.join(" || ", arguments) + ")";
            case "LOCATE":
                return arguments.size() == 2 ? "POSITION(" + arguments.get(0) + " IN " + arguments.get(1) + ")" : call;
            case "CONVERT":
                return arguments.size() == 2
                        ? "CAST(" + arguments.get(0) + " AS " + type(arguments.get(1)) + ")"
                        : call;
            default:
                return call;
        }
    }

    /** The parts between commas that are in no brackets; none for an empty list. */
    static List<String> arguments(String list) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        int i = 0;
        while (i < list.length()) {
            int behind = SqlScanner.skip(list, i);
            if (behind > i) {
                i = behind;
                continue;
            }
            char c = list.charAt(i);
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(list.substring(start, i).strip());
                start = i + 1;
            }
            i++;
        }
        String last = list.substring(start).strip();
        if (!last.isEmpty() || !parts.isEmpty()) {
            parts.add(last);
        }
        return parts;
    }

    private static String type(String jdbcName) {
        String name = jdbcName.toUpperCase(Locale.ROOT);
        String plain = name.startsWith("SQL_") ? name.substring("SQL_".length()) : name;
        return plain.equals("NUMERIC") ? "DECIMAL" : plain.equals("FLOAT") ? "DOUBLE" : plain;
    }
}
