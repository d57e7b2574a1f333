package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.engine.SourceNotReady;
import io.cleanroom.server.engine.SourceNotReady.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.QuerySource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files change after a table was made of them. Without a look at each, a renamed column would fail inside of a query, and a
 * column of another type would be all NULL in an answer that looks right. JSON is free to leave a member out of any row; there
 * a missing column is NULL, and the owner's readiness tells.
 */
final class SourceCheck {
    private SourceCheck() {}

    /** Throws {@link SourceNotReady}. */
    static void check(Statement statement, QuerySource.Files source, SourceFiles files, SourceOptions options) {
        try {
            switch (files.format()) {
                case PARQUET -> {
                    for (Path path : files.paths()) {
                        parquet(statement, source, files, options, path);
                    }
                }
                case CSV -> csv(source, files, options);
                case JSON, ARROW -> {
                    // See above; Arrow is refused where the files are read.
                }
            }
        } catch (SQLException | Problem e) {
            throw new SourceNotReady(source.engineName(), Code.SOURCE_UNREADABLE, e);
        }
    }

    private static void parquet(
            Statement statement, QuerySource.Files source, SourceFiles files, SourceOptions options, Path path)
            throws SQLException {
        SourceFiles one = new SourceFiles(List.of(path), files.format(), files.options());
        Map<String, String> types = SourceViews.types(statement, SourceViews.scan(one, options, List.of()));
        for (Column column : source.columns()) {
            String type = types.get(column.nameInSource());
            if (type == null || !EngineTypes.columnType(type).equals(Optional.of(column.type()))) {
                throw changed(source);
            }
        }
    }

    /** Values are text, and one that is not of the declared type is NULL. */
    private static void csv(QuerySource.Files source, SourceFiles files, SourceOptions options) {
        Set<String> names = new HashSet<>(CsvDescriber.names(files.paths(), options));
        if (source.columns().stream().anyMatch(column -> !names.contains(column.nameInSource()))) {
            throw changed(source);
        }
    }

    private static SourceNotReady changed(QuerySource.Files source) {
        return new SourceNotReady(source.engineName(), Code.SOURCE_CHANGED_TYPE);
    }
}
