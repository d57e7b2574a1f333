package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.error.Problem;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads every line of CSV files. A column has the first type in {@link #tests()} that all its values have, else it is text;
 * digits with a leading zero are text, because a postcode or an identifier is not a number.
 */
final class CsvDescriber {
    private static final Pattern COLUMN_COUNTS = Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");

    private final Statement statement;
    private final SourceOptions options;

    CsvDescriber(Statement statement, SourceOptions options) {
        this.statement = statement;
        this.options = options;
    }

    List<Column> describe(List<Path> paths) throws SQLException {
        List<String> names = names(paths, options);
        for (Path path : paths) {
            noBrokenLine(path, names);
        }
        return types(paths, names);
    }

    /** The columns of all files, which must be the same in the same order: values are found by their place. */
    static List<String> names(List<Path> paths, SourceOptions options) {
        List<String> names = CsvHeader.read(paths.get(0), options);
        for (Path path : paths) {
            List<String> others = CsvHeader.read(path, options);
            if (!others.equals(names)) {
                throw Faults.in(path, "has other columns, or another order of columns, than the first file");
            }
        }
        return names;
    }

    private void noBrokenLine(Path path, List<String> names) throws SQLException {
        String all = String.join(
                ", ",
                names.stream().map(name -> "COUNT(" + Sql.quote(name) + ")").toList());
        String scan = SourceViews.csv(List.of(path), options, names, ", store_rejects = true, rejects_limit = 1");
        try (ResultSet rows = statement.executeQuery("SELECT " + all + " FROM " + scan)) {
            rows.next();
        } catch (SQLException e) {
            throw Faults.in(path, "is not readable as CSV with the given options", e);
        }
        try (ResultSet rows = statement.executeQuery(
                "SELECT line, error_type, error_message FROM reject_errors ORDER BY line LIMIT 1")) {
            if (rows.next()) {
                throw broken(path, rows.getLong(1), rows.getString(2), String.valueOf(rows.getString(3)));
            }
        }
        statement.execute("DROP TABLE reject_errors");
        statement.execute("DROP TABLE reject_scans");
    }

    private static Problem broken(Path path, long line, @Nullable String kind, String message) {
        Matcher counts = COLUMN_COUNTS.matcher(message);
        String what = counts.find()
                ? "has " + counts.group(2) + " values where " + counts.group(1) + " are expected"
                : switch (String.valueOf(kind)) {
                    case "UNQUOTED VALUE" -> "has a quote that does not end, or text after one";
                    case "LINE SIZE OVER MAXIMUM" -> "is too long";
                    case "INVALID ENCODING", "INVALID UNICODE" -> "is not in UTF-8";
                    default -> "is not as the options say";
                };
        return Faults.in(path, "line " + line + " " + what);
    }

    private List<Column> types(List<Path> paths, List<String> names) throws SQLException {
        Map<Kind, String> tests = tests();
        List<String> counts = new ArrayList<>();
        for (String name : names) {
            counts.add("COUNT(" + Sql.quote(name) + ")");
            tests.values()
                    .forEach(
                            test -> counts.add("COUNT(*) FILTER (WHERE " + test.replace("{c}", Sql.quote(name)) + ")"));
        }
        String scan = SourceViews.csv(paths, options, names, "");
        List<Column> columns = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("SELECT " + String.join(", ", counts) + " FROM " + scan)) {
            row.next();
            int position = 1;
            for (String name : names) {
                long values = row.getLong(position++);
                Kind found = Kind.VARCHAR;
                for (Kind kind : tests.keySet()) {
                    boolean all = row.getLong(position++) == values && values > 0;
                    found = all && found == Kind.VARCHAR ? kind : found;
                }
                columns.add(new Column(Name.of(name), name, ColumnType.of(found)));
            }
        }
        return columns;
    }

    /** In the order in which they are tried; the column stands for {c}. */
    private Map<Kind, String> tests() {
        Map<Kind, String> tests = new EnumMap<>(Kind.class);
        tests.put(Kind.BOOLEAN, "LOWER({c}) IN ('true', 'false')");
        tests.put(Kind.BIGINT, "regexp_full_match({c}, '-?(0|[1-9][0-9]*)') AND TRY_CAST({c} AS BIGINT) IS NOT NULL");
        tests.put(
                Kind.DOUBLE,
                "regexp_full_match({c}, '-?(0|[1-9][0-9]*)?([.][0-9]+)?([eE][+-]?[0-9]+)?')"
                        + " AND ISFINITE(TRY_CAST({c} AS DOUBLE))");
        tests.put(Kind.DATE, time(options.dateFormat(), "[0-9]{4}-[0-9]{2}-[0-9]{2}", "DATE"));
        tests.put(Kind.TIME, time(null, "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?", "TIME"));
        tests.put(
                Kind.TIMESTAMP,
                time(
                        options.timestampFormat(),
                        "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?",
                        "TIMESTAMP"));
        return tests;
    }

    private static String time(@Nullable String format, String pattern, String type) {
        return format == null
                ? "regexp_full_match({c}, '" + pattern + "') AND TRY_CAST({c} AS " + type + ") IS NOT NULL"
                : "TRY_STRPTIME({c}, " + Sql.string(format) + ") IS NOT NULL";
    }
}
