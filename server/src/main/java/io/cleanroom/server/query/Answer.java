package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.OutputColumn;
import java.util.List;

/** What a statement answers. */
public sealed interface Answer {
    /** A definition took effect, and is on record. */
    record Done() implements Answer {}

    /** Rows; the stream must be closed. */
    record Rows(List<OutputColumn> columns, RowStream stream) implements Answer {
        public Rows {
            columns = List.copyOf(columns);
        }
    }
}
