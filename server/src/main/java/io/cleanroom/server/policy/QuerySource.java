package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ConfiguredTable;
import java.util.List;

/** Where the rows of a scan come from. {@code engineName} is the one name by which the engine's SQL refers to it. */
public sealed interface QuerySource {
    String engineName();

    /** Names and types that the engine must offer under the engine name, in this order; values of any other type are NULL. */
    List<Column> columns();

    /** A member's files. The engine name is the same for equal definitions and differs for unequal ones. */
    record Files(String engineName, ConfiguredTable table, List<Column> columns) implements QuerySource {
        public Files {
            columns = List.copyOf(columns);
        }
    }

    /** A table of schema {@code system}; its rows, as far as the runner may see them, are handed to the engine with the run. */
    record SystemTable(String engineName, List<Column> columns) implements QuerySource {
        public SystemTable {
            columns = List.copyOf(columns);
        }
    }
}
