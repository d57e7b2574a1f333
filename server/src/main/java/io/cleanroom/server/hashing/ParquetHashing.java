package io.cleanroom.server.hashing;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Parquet, by one {@code COPY} in an embedded DuckDB that calls back for the hashes. Other columns never leave DuckDB, so their
 * types and values stay; it holds some row groups at a time. The order of the rows stays too.
 */
final class ParquetHashing implements FileHashing {
    private static final String ROW = "file_row_number";
    private static final String FILE = "cleanroom_hash_identifiers_file";
    private static final String MEMORY = "1GB";
    private static final String EMAIL_LIKE = "[^\\s@]@[^\\s@]+\\.[^\\s@]";

    private final InputFiles input;
    private final IdentifierHash hash;
    private final Connection connection;
    private final Map<String, String> types;
    private final Layout layout;
    private final AtomicReference<@Nullable UncheckedIOException> failure = new AtomicReference<>();

    private ParquetHashing(
            InputFiles input, IdentifierHash hash, Connection connection, Map<String, String> types, Layout layout) {
        this.input = input;
        this.hash = hash;
        this.connection = connection;
        this.types = types;
        this.layout = layout;
    }

    static ParquetHashing open(InputFiles input, Options options, IdentifierHash hash) throws Stop {
        Connection connection = null;
        Path reading = input.files().get(0);
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            settings(connection);
            Map<String, String> types = types(connection, reading);
            for (Path file : input.files()) {
                reading = file;
                if (!types(connection, file).equals(types)) {
                    throw Stop.badUse(file + " has other columns or types than "
                            + input.files().get(0));
                }
            }
            Layout layout = Layout.of(List.copyOf(types.keySet()), options);
            for (Layout.Hashed column : layout.hashed()) {
                String type = String.valueOf(types.get(column.column().name()));
                if (!type.equals("VARCHAR")) {
                    throw Stop.badUse("column " + column.column().name() + " is of type " + type
                            + "; identifiers must be text (VARCHAR)");
                }
            }
            return new ParquetHashing(input, hash, connection, types, layout);
        } catch (SQLException e) {
            close(connection);
            throw Stop.failed("cannot read " + reading + ": " + text(e));
        } catch (Stop e) {
            close(connection);
            throw e;
        }
    }

    private static void settings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '" + MEMORY + "'");
            statement.execute("SET temp_directory = ''");
            statement.execute("SET preserve_insertion_order = true");
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            statement.execute("SET TimeZone = 'UTC'");
        }
    }

    /** DuckDB's types by column, in order. DuckDB renames what differs in case alone, so the names are compared. */
    private static Map<String, String> types(Connection connection, Path file) throws SQLException, Stop {
        Map<String, String> types = new LinkedHashMap<>();
        Set<String> inFile = new HashSet<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM read_parquet("
                    + string(file.toString()) + ", hive_partitioning = false)")) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                }
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT name FROM parquet_schema(" + string(file.toString()) + ")")) {
                while (rows.next()) {
                    inFile.add(rows.getString(1));
                }
            }
        }
        for (String name : types.keySet()) {
            if (!inFile.contains(name)) {
                throw Stop.badUse(file + " has columns whose names differ in case alone");
            }
            if (name.equalsIgnoreCase(ROW) || name.equalsIgnoreCase(FILE)) {
                throw Stop.badUse(file + " has a column " + name + ", a name that is needed here; rename it");
            }
        }
        return types;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public List<String> run(Counts counts, PartialFile out, Rejects rejects) throws Stop {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT CAST(SUM(num_rows) AS BIGINT) FROM parquet_file_metadata(" + files() + ")")) {
                rows.next();
                counts.all.set(rows.getLong(1));
            }
            register(counts, rejects);
            counts.written.set(statement.executeLargeUpdate("COPY (" + query() + ") TO "
                    + string(out.path().toString()) + " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"));
            counts.read.add(counts.all.get());
            verify(statement, counts, out);
            return emailLike(statement, out);
        } catch (SQLException e) {
            UncheckedIOException cause = failure.get();
            throw cause != null
                    ? Stop.failed("cannot write the file of rejected rows", cause.getCause())
                    : Stop.failed("cannot hash " + input.files().get(0) + ": " + text(e));
        }
    }

    /**
     * Hashes are computed below, names are given above: a name of the input could be that of a hash.
     *
     * <pre>
     * SELECT c0 AS "id", h0 AS "hashed_email"
     * FROM (SELECT "id" AS c0, cleanroom_hash_0("email", file, file_row_number) AS h0 FROM read_parquet(...))
     * WHERE h0 IS DISTINCT FROM '!'
     * </pre>
     */
    private String query() {
        List<String> below = new ArrayList<>();
        List<String> above = new ArrayList<>();
        List<String> good = new ArrayList<>();
        List<String> names = List.copyOf(types.keySet());
        for (Layout.Output column : layout.columns()) {
            String source = name(names.get(column.source()));
            if (column instanceof Layout.Hashed) {
                String hashed = "h" + good.size();
                below.add("cleanroom_hash_" + good.size() + "(" + source + ", " + FILE + ", " + ROW + ") AS " + hashed);
                above.add(hashed + " AS " + name(column.name()));
                good.add(hashed + " IS DISTINCT FROM '" + Cells.REJECTED + "'");
            } else {
                below.add(source + " AS c" + below.size());
                above.add("c" + (below.size() - 1) + " AS " + name(column.name()));
            }
        }
        return "SELECT " + String.join(", ", above) + " FROM (SELECT " + String.join(", ", below)
                + " FROM read_parquet(" + files() + ", hive_partitioning = false, " + ROW + " = true, filename = '"
                + FILE + "')) WHERE " + String.join(" AND ", good);
    }

    /** Volatile functions are called once for each row, and before the filter that reads their results. */
    private void register(Counts counts, Rejects rejects) throws SQLException {
        List<Layout.Hashed> hashed = layout.hashed();
        for (int i = 0; i < hashed.size(); i++) {
            Cells cells = new Cells(hashed.get(i).column(), hash, counts.columns.get(i));
            LongConsumer done = i == 0 ? counts.done::addAndGet : rows -> {};
            DuckDBFunctions.scalarFunction()
                    .withName("cleanroom_hash_" + i)
                    .withParameters(DuckDBColumnType.VARCHAR, DuckDBColumnType.VARCHAR, DuckDBColumnType.BIGINT)
                    .withReturnType(DuckDBColumnType.VARCHAR)
                    .withVolatile()
                    .withVectorizedFunction((in, out) -> {
                        hash(in, out, cells, rejects);
                        done.accept(in.rowCount());
                    })
                    .register(connection);
        }
    }

    private void hash(DuckDBDataChunkReader in, DuckDBWritableVector out, Cells cells, Rejects rejects) {
        for (long i = 0; i < in.rowCount(); i++) {
            long at = i;
            String value = in.vector(0).isNull(i) ? "" : in.vector(0).getString(i);
            try {
                String hashed = cells.hash(
                        value,
                        reason -> rejects.add(
                                in.vector(1).getString(at), in.vector(2).getLong(at) + 1, "", cells.column(), reason));
                if (hashed.isEmpty()) {
                    out.setNull(i);
                } else {
                    out.setString(i, hashed);
                }
            } catch (UncheckedIOException e) {
                failure.compareAndSet(null, e);
                throw e;
            }
        }
    }

    /** What is not as it was announced does not leave: the types of the columns and the number of the rows are read back. */
    private void verify(Statement statement, Counts counts, PartialFile out) throws SQLException, Stop {
        List<String> names = List.copyOf(types.keySet());
        Map<String, String> expected = new LinkedHashMap<>();
        for (Layout.Output column : layout.columns()) {
            expected.put(column.name(), String.valueOf(types.get(names.get(column.source()))));
        }
        Map<String, String> written = types(connection, out.path());
        if (!written.equals(expected)) {
            throw Stop.failed("a column's type cannot be kept in Parquet: " + expected + " became " + written);
        }
        try (ResultSet rows = statement.executeQuery("SELECT num_rows FROM parquet_file_metadata("
                + string(out.path().toString()) + ")")) {
            rows.next();
            if (rows.getLong(1) != counts.written.get() || counts.done.get() != counts.all.get()) {
                throw Stop.failed("the input changed while it was read");
            }
        }
    }

    private List<String> emailLike(Statement statement, PartialFile out) throws SQLException {
        Set<Integer> originals = new HashSet<>();
        layout.hashed().forEach(column -> originals.add(column.source()));
        List<String> kept = new ArrayList<>();
        for (Layout.Output column : layout.columns()) {
            if (!originals.contains(column.source()) && "VARCHAR".equals(types.get(column.name()))) {
                kept.add(column.name());
            }
        }
        if (kept.isEmpty()) {
            return List.of();
        }
        String tests = String.join(
                ", ",
                kept.stream()
                        .map(name -> "BOOL_OR(contains(" + name(name) + ", '@') AND regexp_matches(" + name(name) + ", "
                                + string(EMAIL_LIKE) + "))")
                        .toList());
        List<String> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT " + tests + " FROM read_parquet(" + string(out.path().toString()) + ")")) {
            rows.next();
            for (int i = 0; i < kept.size(); i++) {
                if (rows.getBoolean(i + 1)) {
                    found.add(kept.get(i));
                }
            }
        }
        return found;
    }

    private String files() {
        return "["
                + String.join(
                        ", ",
                        input.files().stream()
                                .map(file -> string(file.toString()))
                                .toList()) + "]";
    }

    private static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String string(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    private static String text(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
