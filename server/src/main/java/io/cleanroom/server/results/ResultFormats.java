package io.cleanroom.server.results;

import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.RowFile;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The formats of result files. */
final class ResultFormats {
    private ResultFormats() {}

    /** The format as written, or as the name's ending says, or CSV; JSON is for sources alone. */
    static Source.Format of(String path, Optional<Source.Format> written) {
        Source.Format format = written.orElseGet(() -> {
            for (Source.Format f : Source.Format.values()) {
                if (path.toLowerCase(Locale.ROOT).endsWith(ending(f))) {
                    return f;
                }
            }
            return Source.Format.CSV;
        });
        if (format == Source.Format.JSON) {
            throw new Problem(Code.NOT_SUPPORTED, "results are written as CSV, PARQUET or ARROW. Provided: JSON");
        }
        return format;
    }

    /** For example {@code .csv}. */
    static String ending(Source.Format format) {
        return "." + format.name().toLowerCase(Locale.ROOT);
    }

    static RowFile create(Engine engine, Source.Format format, Path file, List<OutputColumn> columns) {
        List<OutputColumn> named = distinct(columns);
        return switch (format) {
            case CSV -> new CsvFile(file, named);
            case PARQUET -> engine.parquet(file, named);
            case ARROW -> new ArrowFile(file, named);
            case JSON -> throw new IllegalStateException("refused when it was submitted");
        };
    }

    /** A file's columns have names of their own: a second {@code a} is {@code a_2}. */
    private static List<OutputColumn> distinct(List<OutputColumn> columns) {
        Set<String> taken = new HashSet<>();
        List<OutputColumn> named = new ArrayList<>();
        for (OutputColumn column : columns) {
            String label = column.label();
            for (int n = 2; !taken.add(label.toLowerCase(Locale.ROOT)); n++) {
                label = column.label() + "_" + n;
            }
            named.add(new OutputColumn(label, column.type()));
        }
        return named;
    }
}
