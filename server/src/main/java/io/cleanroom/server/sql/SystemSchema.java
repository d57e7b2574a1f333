package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.Name;
import java.util.List;
import java.util.Map;

/** The tables of schema {@code system}, by name: what exists for every principal, whatever rows it may see of each. */
public record SystemSchema(Map<Name, List<Column>> tables) {
    public static final Name NAME = Name.of("system");

    public SystemSchema {
        tables = Map.copyOf(tables);
    }
}
