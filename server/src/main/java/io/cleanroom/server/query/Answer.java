package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.OutputColumn;
import java.util.List;

/** What a statement answers. */
public sealed interface Answer {
    /** What is allowed and yet seldom meant, in words for the one who asked; made from definitions, never from data. */
    List<String> warnings();

    /** A definition took effect, and is on record. */
    record Done(List<String> warnings) implements Answer {
        public Done {
            warnings = List.copyOf(warnings);
        }
    }

    /** Rows; the stream must be closed. */
    record Rows(List<OutputColumn> columns, RowStream stream, List<String> warnings) implements Answer {
        public Rows {
            columns = List.copyOf(columns);
            warnings = List.copyOf(warnings);
        }

        /** Without warnings. */
        public Rows(List<OutputColumn> columns, RowStream stream) {
            this(columns, stream, List.of());
        }
    }
}
