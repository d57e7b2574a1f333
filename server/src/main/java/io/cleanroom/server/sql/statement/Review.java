package io.cleanroom.server.sql.statement;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Source;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Statements that answer with rows about definitions, not data. */
public sealed interface Review extends Statement {
    /** Columns and types of files, for their owner alone. The format is guessed from the extension if absent. */
    record DescribeSource(String path, Optional<Source.Format> format, SortedMap<String, String> options)
            implements Review {}

    record ExplainTemplate(@Nullable Name collaboration, Name name) implements Review {}

    /** What changed since an approval. */
    record ShowDiff(@Nullable Name collaboration, Name name) implements Review {}

    record ShowCreateCollaboration(Name name) implements Review {}
}
