package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites text columns of a CSV or Parquet file, of any size, into another file. The columns to change pass through Java one
 * row after another into a database on disk; then both files are read side by side, so that no other column is touched.
 * A row that the rewriting refuses goes to a file of rejects, with the reason.
 */
public final class ColumnRewrite implements AutoCloseable {
    private static final String REASON = "reject_reason";

    /** A column's new value, or why there is none. */
    public interface Change {
        /** Throws {@code Rejected} with a reason that does not hold the value. */
        @Nullable
        String apply(int column, @Nullable String value) throws Rejected;
    }

    /** The row is for the file of rejects. */
    public static final class Rejected extends Exception {
        private static final long serialVersionUID = 1L;

        public Rejected(String reason) {
            super(reason);
        }
    }

    /** A column to be rewritten, and what it is called afterwards. */
    public record Target(String column, String newName) {}

    /** How many rows went where; {@code unreadable} are lines of a CSV that are no rows. */
    public record Counts(long written, long rejected, long unreadable) {}

    private final Path temp;
    private final DuckDBConnection connection;
    private final boolean csv;
    private final List<String> columns;

    /** @param temp an empty folder on a disk with room for the rewritten columns */
    public ColumnRewrite(Path input, Path temp) {
        this.temp = temp;
        this.csv = isCsv(input);
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:" + temp.resolve("rewrite.db"))
                    .unwrap(DuckDBConnection.class);
            execute("SET preserve_insertion_order = true");
            execute("SET temp_directory = " + Sql.string(temp.resolve("spill").toString()));
            String file = Sql.string(input.toString());
            execute("CREATE TEMPORARY VIEW input AS FROM "
                    + (csv
                            ? "read_csv(" + file + ", header = true, all_varchar = true, store_rejects = true)"
                            : "read_parquet(" + file + ")"));
            columns = columnNames();
        } catch (SQLException e) {
            throw problem("'" + input + "' cannot be read as " + (isCsv(input) ? "CSV" : "Parquet"), e);
        }
    }

    private static boolean isCsv(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
            return true;
        }
        if (name.endsWith(".parquet")) {
            return false;
        }
        throw new Problem(
                Code.INVALID_PARAMETER, "a file must end in .csv, .csv.gz or .parquet. Provided value: " + file);
    }

    private List<String> columnNames() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE input")) {
            while (described.next()) {
                names.add(described.getString("column_name"));
            }
        }
        return names;
    }

    /** In the order of the file. */
    public List<String> columns() {
        return columns;
    }

    public long rows() {
        return number("SELECT COUNT(*) FROM input");
    }

    /** Writes both files; they are complete when this returns. */
    public Counts rewrite(List<Target> targets, Path output, Path rejects, Change change, LongConsumer progress) {
        boolean toCsv = isCsv(output);
        try {
            change(targets, change, progress);
            String kept =
                    columns.stream().map(column -> selected(column, targets)).collect(Collectors.joining(", "));
            String both = " FROM input i POSITIONAL JOIN changed h WHERE h.reason IS ";
            copy("SELECT " + kept + both + "NULL", output, toCsv);
            long rejected = number("SELECT COUNT(*) FROM changed WHERE reason IS NOT NULL");
            if (rejected > 0) {
                copy("SELECT i.*, h.reason AS " + REASON + both + "NOT NULL", rejects, true);
            }
            long unreadable = csv ? unreadable(rejects, rejected > 0) : 0;
            return new Counts(number("SELECT COUNT(*) FROM changed WHERE reason IS NULL"), rejected, unreadable);
        } catch (SQLException e) {
            throw problem("the file cannot be rewritten", e);
        }
    }

    private static String selected(String column, List<Target> targets) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).column().equals(column)) {
                return "h.c" + i + " AS " + Sql.quote(targets.get(i).newName());
            }
        }
        return "i." + Sql.quote(column);
    }

    private void change(List<Target> targets, Change change, LongConsumer progress) throws SQLException {
        StringBuilder definition = new StringBuilder("CREATE TABLE changed (");
        List<String> selected = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            definition.append("c").append(i).append(" VARCHAR, ");
            selected.add("CAST(" + Sql.quote(targets.get(i).column()) + " AS VARCHAR)");
        }
        execute(definition + "reason VARCHAR)");
        DuckDBConnection writing = connection.duplicate().unwrap(DuckDBConnection.class);
        try (writing;
                DuckDBAppender appender = writing.createAppender("main", "changed");
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION jdbc_stream_results = true");
            try (ResultSet rows = statement.executeQuery("SELECT " + String.join(", ", selected) + " FROM input")) {
                long done = 0;
                while (rows.next()) {
                    append(appender, rows, targets.size(), change);
                    progress.accept(++done);
                }
            }
        }
    }

    private static void append(DuckDBAppender appender, ResultSet rows, int columns, Change change)
            throws SQLException {
        appender.beginRow();
        String reason = null;
        for (int i = 0; i < columns; i++) {
            String changed = null;
            try {
                changed = change.apply(i, rows.getString(i + 1));
            } catch (Rejected e) {
                reason = e.getMessage();
            }
            Appending.value(appender, changed);
        }
        Appending.value(appender, reason);
        appender.endRow();
    }

    private void copy(String query, Path file, boolean toCsv) throws SQLException {
        execute("COPY (" + query + ") TO " + Sql.string(file.toString())
                + (toCsv ? " (FORMAT CSV, HEADER)" : " (FORMAT PARQUET, COMPRESSION ZSTD)"));
    }

    /** Lines that are no rows, behind the rows that were rejected. */
    private long unreadable(Path rejects, boolean follow) throws SQLException {
        long lines = number("SELECT COUNT(DISTINCT line) FROM reject_errors");
        if (lines > 0) {
            Path file = follow ? temp.resolve("unreadable.csv") : rejects;
            copy(
                    "SELECT any_value(csv_line) AS csv_line, line, any_value(error_type) AS " + REASON
                            + " FROM reject_errors GROUP BY line ORDER BY line",
                    file,
                    true);
            if (follow) {
                try {
                    Files.write(rejects, Files.readAllBytes(file), java.nio.file.StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new Problem(Code.NOT_COMPLETED, "the file of rejects cannot be written", e);
                }
            }
        }
        return lines;
    }

    private long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw problem("the file cannot be read", e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Unlike for members' queries, the words may be the engine's: it is the user's own file. */
    private static Problem problem(String what, SQLException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new Problem(Code.SOURCE_UNREADABLE, what + ": " + why, e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw problem("closing", e);
        } finally {
            TempDirectories.delete(temp);
        }
    }
}
