package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a member says that CSV files are written. Keys and what holds without them: header (true), delimiter (a comma), quote
 * and escape (a double quote), nullstr (nothing), dateformat and timestampformat (ISO; else in the letters of strptime).
 * Other formats take no options. Nothing is guessed: a file that does not fit is reported.
 */
record SourceOptions(
        boolean header,
        String delimiter,
        String quote,
        String escape,
        String nullString,
        @Nullable String dateFormat,
        @Nullable String timestampFormat) {
    private static final Set<String> CSV_KEYS =
            new TreeSet<>(Set.of("header", "delimiter", "quote", "escape", "nullstr", "dateformat", "timestampformat"));

    static SourceOptions of(Source.Format format, SortedMap<String, String> options) {
        Set<String> accepted = format == Source.Format.CSV ? CSV_KEYS : Set.of();
        for (String key : options.keySet()) {
            if (!accepted.contains(key)) {
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "option " + key + " is unknown for " + format + "; accepted: "
                                + (accepted.isEmpty() ? "none" : String.join(", ", accepted)));
            }
        }
        return new SourceOptions(
                header(options.getOrDefault("header", "true")),
                one("delimiter", options.getOrDefault("delimiter", ",")),
                one("quote", options.getOrDefault("quote", "\"")),
                one("escape", options.getOrDefault("escape", "\"")),
                options.getOrDefault("nullstr", ""),
                options.get("dateformat"),
                options.get("timestampformat"));
    }

    private static boolean header(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("option header is true or false");
        };
    }

    private static String one(String key, String value) {
        String character = value.equals("\\t") ? "\t" : value;
        if (character.length() != 1) {
            throw invalid("option " + key + " is one character");
        }
        return character;
    }

    private static Problem invalid(String message) {
        return new Problem(Code.INVALID_DEFINITION, message);
    }

    /** The dialect as arguments of {@code read_csv}. */
    String arguments() {
        List<String> arguments = List.of(
                "header = " + header,
                "delim = " + Sql.string(delimiter),
                "quote = " + Sql.string(quote),
                "escape = " + Sql.string(escape),
                "nullstr = " + Sql.string(nullString),
                "comment = ''",
                "skip = 0",
                "strict_mode = true",
                "null_padding = false",
                "allow_quoted_nulls = false",
                "hive_partitioning = false",
                "filename = false");
        return String.join(", ", arguments);
    }
}
