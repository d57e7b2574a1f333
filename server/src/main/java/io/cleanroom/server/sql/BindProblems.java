package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Near;
import io.cleanroom.server.error.Problem;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The validator's complaints in our words. One wording for what is misspelt and for what is not granted, because neither
 * exists; suggestions come only from what does.
 */
final class BindProblems {
    private static final Pattern TABLE = Pattern.compile("(?:Object|Table) '([^']*)' not found.*", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile(
            "(?:Unknown field|Column|Unknown identifier|Table) '([^']*)'(?: not found in.*)?", Pattern.DOTALL);
    private static final Pattern FUNCTION =
            Pattern.compile("No match found for function signature (.*)", Pattern.DOTALL);
    private static final Pattern AMBIGUOUS = Pattern.compile("Column '([^']*)' is ambiguous", Pattern.DOTALL);
    private static final Pattern MARKED = Pattern.compile("[\\u0000-\\u0008]template [^.']*[.']?");

    private BindProblems() {}

    static Problem of(CalciteContextException e, String sql, RoomCatalog catalog) {
        String said = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
        SqlParserPos pos = new SqlParserPos(e.getPosLine(), e.getPosColumn(), e.getEndPosLine(), e.getEndPosColumn());
        String at = Caret.at(sql, pos);
        Matcher ambiguous = AMBIGUOUS.matcher(said);
        if (ambiguous.matches()) {
            return new Problem(
                    Code.AMBIGUOUS,
                    "column " + ambiguous.group(1) + " is in more than one table; write table.column" + at,
                    e);
        }
        Matcher function = FUNCTION.matcher(said);
        if (function.matches()) {
            return new Problem(Code.UNKNOWN_FUNCTION, MissingFunctions.text(shown(function.group(1))) + at, e);
        }
        if (said.startsWith("Column '") && said.contains("not found")) {
            return column(COLUMN.matcher(said), catalog, at, e);
        }
        Matcher table = TABLE.matcher(said);
        if (table.matches()) {
            String written = Caret.text(sql, pos);
            String name = written.isEmpty() ? shown(table.group(1)) : written;
            return new Problem(
                    Code.UNKNOWN_TABLE,
                    "table " + name + " does not exist" + hint(name.toLowerCase(Locale.ROOT), catalog) + at,
                    e);
        }
        if (said.startsWith("Unknown field") || said.startsWith("Unknown identifier")) {
            return column(COLUMN.matcher(said), catalog, at, e);
        }
        if (said.contains("is not being grouped")) {
            return new Problem(
                    Code.SYNTAX,
                    "every selected column must be in GROUP BY or inside an aggregate function: " + shown(said) + at,
                    e);
        }
        if (said.contains("is not in the select clause")) {
            return new Problem(
                    Code.TYPE_MISMATCH,
                    "for SELECT DISTINCT, what ORDER BY names must be selected: select it too, or order by a selected column"
                            + at,
                    e);
        }
        String why = NestedType.isIn(said) ? NestedOperations.ALLOWED : "";
        return new Problem(Code.TYPE_MISMATCH, NestedType.shown(shown(said)) + why + at, e);
    }

    private static String hint(String name, RoomCatalog catalog) {
        return catalog.columnNames().contains(name)
                ? ": it is a column, and parts of a column are not queried"
                : Near.hint(name, catalog.tableNames());
    }

    private static Problem column(Matcher column, RoomCatalog catalog, String at, CalciteContextException e) {
        String name = column.matches() ? column.group(1) : "";
        return new Problem(
                Code.UNKNOWN_COLUMN,
                "column " + name + " does not exist" + Near.hint(name.toLowerCase(Locale.ROOT), catalog.columnNames())
                        + at,
                e);
    }

    private static String shown(String text) {
        return MARKED.matcher(text).replaceAll("").strip();
    }
}
