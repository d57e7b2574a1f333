package io.cleanroom.server.engine;

import io.cleanroom.server.collaboration.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** Existing files of one source: absolute real paths below the owner's data location, sorted, at least one. */
public record SourceFiles(List<Path> paths, Source.Format format, SortedMap<String, String> options) {
    public SourceFiles {
        paths = List.copyOf(paths);
    }
}
