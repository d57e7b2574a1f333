package io.cleanroom.server.collaboration;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files behind a configured table: a glob below the owner's data location, e.g. {@code purchases/*.parquet}. */
public record Source(String path, Format format, SortedMap<String, String> options) {
    public enum Format {
        PARQUET,
        CSV,
        JSON,
        ARROW
    }

    public Source {
        options = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    public Source(String path, Format format) {
        this(path, format, new TreeMap<>(Map.of()));
    }
}
