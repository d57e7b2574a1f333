package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.engine.SourceColumns.LeftOut;
import java.util.List;
import java.util.Optional;

/** Columns that an owner's files have and a table of them has not; only the owner is told that they are there. */
record LeftOutColumns(List<LeftOut> columns) {
    static final LeftOutColumns NONE = new LeftOutColumns(List.of());

    LeftOutColumns {
        columns = List.copyOf(columns);
    }

    static LeftOutColumns of(SourceColumns found) {
        return new LeftOutColumns(found.leftOut());
    }

    static List<String> warnings(SourceColumns found) {
        return found.leftOut().stream()
                .map(column -> "column " + column.text() + " is left out: " + LeftOut.HELP)
                .toList();
    }

    /** Why the table has no column of that name. */
    Optional<String> why(Name wanted) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(wanted.text()))
                .findFirst()
                .map(column -> "column " + column.text() + " was left out of the table: " + LeftOut.HELP);
    }
}
