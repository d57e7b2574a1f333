package io.cleanroom.server.collaboration;

import java.util.SortedSet;

/** A configured table as a collaboration sees it, under the association's alias. */
public record SharedTable(Association association, ConfiguredTable table) {
    public Name alias() {
        return association.alias();
    }

    public Name owner() {
        return table.owner();
    }

    public SortedSet<Name> receivers() {
        return association.receivers();
    }
}
