package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.engine.SourceColumns.LeftOut;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a source completely enough to say that it can be queried, in an instance that can read nothing else. */
final class Describer {
    private final DuckDbConfig config;

    Describer(DuckDbConfig config) {
        this.config = config;
    }

    SourceColumns describe(SourceFiles files) {
        SourceOptions options = SourceOptions.of(files.format(), files.options());
        if (files.format() == Source.Format.ARROW) {
            throw SourceViews.arrow();
        }
        try (Instance instance = Instance.locked(config, files.paths());
                Connection connection = instance.connect();
                Statement statement = connection.createStatement()) {
            return switch (files.format()) {
                case PARQUET -> parquet(statement, files.paths());
                case CSV -> new SourceColumns(new CsvDescriber(statement, options).describe(files.paths()), List.of());
                case JSON -> json(statement, files.paths());
                case ARROW -> throw SourceViews.arrow();
            };
        } catch (SQLException e) {
            throw new Problem(Code.SOURCE_UNREADABLE, "the files could not be read", e);
        }
    }

    private static SourceColumns parquet(Statement statement, List<Path> paths) {
        Path first = paths.get(0);
        Map<String, String> expected = Map.of();
        for (Path path : paths) {
            Map<String, String> types = parquetTypes(statement, path);
            if (path.equals(first)) {
                expected = types;
            } else {
                compare(path, expected, types);
            }
        }
        return columns(first, expected);
    }

    private static Map<String, String> parquetTypes(Statement statement, Path path) {
        try {
            Map<String, String> types = SourceViews.types(
                    statement,
                    SourceViews.scan(
                            new SourceFiles(
                                    List.of(path), Source.Format.PARQUET, java.util.Collections.emptySortedMap()),
                            SourceOptions.of(Source.Format.PARQUET, java.util.Collections.emptySortedMap()),
                            List.of()));
            noDuplicates(path, rawNames(statement, path));
            return types;
        } catch (SQLException e) {
            throw Faults.in(path, "is not readable as Parquet", e);
        }
    }

    /** The names as they stand in the file; DuckDB renames duplicates. */
    private static List<String> rawNames(Statement statement, Path path) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT name, num_children FROM parquet_schema(" + Sql.string(path.toString()) + ")")) {
            long inside = 0;
            boolean root = true;
            while (rows.next()) {
                long children = rows.getLong(2);
                if (!root && inside == 0) {
                    names.add(String.valueOf(rows.getString(1)));
                }
                inside = root ? 0 : Math.max(0, inside - 1) + children;
                root = false;
            }
        }
        return names;
    }

    static void noDuplicates(Path path, List<String> names) {
        if (names.isEmpty()) {
            throw Faults.in(path, "has no columns");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw Faults.in(path, "has two columns " + Sql.quote(name) + "; names differ in more than case");
            }
        }
    }

    private static void compare(Path path, Map<String, String> expected, Map<String, String> types) {
        expected.forEach((name, type) -> {
            String found = types.get(name);
            if (found == null) {
                throw Faults.in(path, "column " + Sql.quote(name) + ", which the first file has, is missing");
            } else if (!found.equals(type)) {
                throw Faults.in(path, "column " + Sql.quote(name) + " has another type than in the first file");
            }
        });
        for (String name : types.keySet()) {
            if (!expected.containsKey(name)) {
                throw Faults.in(path, "column " + Sql.quote(name) + " is not in the first file");
            }
        }
    }

    private static SourceColumns columns(Path path, Map<String, String> types) {
        List<Column> columns = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        types.forEach((name, type) -> EngineTypes.columnType(type)
                .ifPresentOrElse(
                        columnType -> columns.add(new Column(name(path, name), name, columnType)),
                        () -> leftOut.add(new LeftOut(name, type))));
        if (columns.isEmpty()) {
            throw Faults.in(path, "has no column of a type that a table can have");
        }
        return new SourceColumns(columns, leftOut);
    }

    private static Name name(Path path, String name) {
        try {
            return Name.of(name);
        } catch (Problem e) {
            throw Faults.in(path, "the name of a column is not one that can be used: " + e.text(), e);
        }
    }

    private static SourceColumns json(Statement statement, List<Path> paths) throws SQLException {
        for (Path path : paths) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT COUNT(*) FROM read_json([" + Sql.string(path.toString()) + "], sample_size = -1)")) {
                rows.next();
            } catch (SQLException e) {
                throw Faults.in(path, "is not readable as JSON", e);
            }
        }
        Map<String, String> types = SourceViews.types(
                statement,
                "read_json(" + SourceViews.paths(paths)
                        + ", sample_size = -1, union_by_name = true, hive_partitioning = false, filename = false)");
        noDuplicates(paths.get(0), List.copyOf(types.keySet()));
        return columns(paths.get(0), types);
    }
}
