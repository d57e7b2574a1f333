package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Name;

/** A column of one table reference. */
public record ColumnReference(TableReference table, Name column) {
    @Override
    public String toString() {
        return table + "." + column.sql();
    }
}
