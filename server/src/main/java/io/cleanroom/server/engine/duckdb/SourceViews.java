package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.policy.QuerySource;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members' files under the names and types by which queries refer to them. */
final class SourceViews {
    private SourceViews() {}

    static SourceFiles filesOf(QuerySource.Files source, Map<String, SourceFiles> files) {
        SourceFiles found = files.get(source.engineName());
        if (found == null) {
            throw new IllegalStateException("no files for a source of the query");
        }
        return found;
    }

    static void create(Statement statement, QuerySource.Files source, SourceFiles files) throws SQLException {
        SourceOptions options = SourceOptions.of(files.format(), files.options());
        SourceCheck.check(statement, source, files, options);
        String scan = scan(
                files,
                options,
                source.columns().stream().map(Column::nameInSource).toList());
        Map<String, String> types = types(statement, scan);
        List<String> columns = source.columns().stream()
                .map(column -> value(column, options, types.get(column.nameInSource())) + " AS "
                        + Sql.quote(column.name().text()))
                .toList();
        statement.execute("CREATE VIEW " + Sql.quote(source.engineName()) + " AS SELECT " + String.join(", ", columns)
                + " FROM " + scan);
    }

    /** A value of another type than the declared one is NULL. */
    private static String value(Column column, SourceOptions options, @Nullable String engineType) {
        String name = Sql.quote(column.nameInSource());
        String type = Types.sql(column.type());
        if (column.type().isNested()) {
            // JSON is read as text. A struct that has the fields already, in this order, is not touched.
            return "TRY_CAST(" + ("VARCHAR".equals(engineType) ? "TRY_CAST(" + name + " AS JSON)" : name) + " AS "
                    + type + ")";
        }
        if (type.replace(" ", "").equals(engineType)
                || (type.equals("REAL") && "FLOAT".equals(engineType))
                || (type.equals("VARBINARY") && "BLOB".equals(engineType))) {
            return name;
        }
        String format = column.type().kind() == ColumnType.Kind.DATE
                ? options.dateFormat()
                : column.type().kind() == ColumnType.Kind.TIMESTAMP ? options.timestampFormat() : null;
        String read = format == null ? name : "TRY_STRPTIME(" + name + ", " + Sql.string(format) + ")";
        return "TRY_CAST(" + read + " AS " + type + ")";
    }

    /** The table function that reads the files; nothing of their paths becomes a column. */
    static String scan(SourceFiles files, SourceOptions options, List<String> columns) {
        String paths = paths(files.paths());
        return switch (files.format()) {
            case PARQUET ->
                "read_parquet(" + paths + ", hive_partitioning = false, filename = false, file_row_number = false)";
            case CSV -> csv(files.paths(), options, CsvDescriber.names(files.paths(), options), "");
            case JSON ->
                "read_json(" + paths + ", hive_partitioning = false, filename = false, columns = " + texts(columns)
                        + ")";
            case ARROW -> throw arrow();
        };
    }

    /** Values are text here; {@code more} are further arguments. */
    static String csv(List<Path> paths, SourceOptions options, List<String> names, String more) {
        return "read_csv(" + paths(paths) + ", auto_detect = false, columns = " + texts(names) + ", "
                + options.arguments() + more + ")";
    }

    private static String texts(List<String> names) {
        return "{"
                + String.join(
                        ", ",
                        names.stream()
                                .map(name -> Sql.string(name) + ": 'VARCHAR'")
                                .toList()) + "}";
    }

    static String paths(List<Path> paths) {
        return "["
                + String.join(
                        ", ",
                        paths.stream().map(path -> Sql.string(path.toString())).toList()) + "]";
    }

    static RuntimeException arrow() {
        return Unsupported.of("files in format " + Source.Format.ARROW + "; write them as Parquet");
    }

    /** DuckDB's own types by column. */
    static Map<String, String> types(Statement statement, String scan) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + scan)) {
            while (rows.next()) {
                types.put(rows.getString(1), rows.getString(2));
            }
        }
        return types;
    }
}
