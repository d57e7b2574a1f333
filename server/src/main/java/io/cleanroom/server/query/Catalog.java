package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Name;
import java.util.List;

/** The objects that exist for a principal; nothing else is ever listed. */
public record Catalog(List<Schema> schemas) {
    public Catalog {
        schemas = List.copyOf(schemas);
    }

    /** A collaboration, or {@code system}. */
    public record Schema(Name name, List<Table> tables, List<Procedure> procedures) {}

    /** Its kind is {@code TABLE} or {@code SYSTEM TABLE}. */
    public record Table(Name name, String kind, String remarks, List<TableColumn> columns) {}

    public record TableColumn(Name name, ColumnType type, String remarks) {}

    /** An approved template. */
    public record Procedure(Name name, String remarks, List<Parameter> parameters, List<TableColumn> columns) {}

    public record Parameter(Name name, ColumnType type, String remarks) {}
}
