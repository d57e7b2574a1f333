package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Name;

/** On whose word a table reference stands in a query. */
public sealed interface TableAccess {
    /** The runner's own SQL. */
    record Direct() implements TableAccess {}

    /** The text of an analysis template. */
    record ThroughTemplate(Name template) implements TableAccess {}
}
