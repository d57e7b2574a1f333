package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import java.util.List;

/**
 * A query that passed every check, in the form that was verified, as the engine's own SQL. Only this package can make one,
 * so that unchecked SQL cannot reach an engine.
 */
public final class ApprovedQuery {
    private final String sql;
    private final List<Integer> parameterOrder;
    private final List<ColumnType> parameterTypes;
    private final List<OutputColumn> columns;
    private final List<ColumnType> engineColumns;
    private final List<Guard> guards;
    private final List<QuerySource> sources;

    ApprovedQuery(
            SqlGenerator.GeneratedSql generated,
            List<ColumnType> parameterTypes,
            List<OutputColumn> columns,
            List<ColumnType> engineColumns,
            List<Guard> guards,
            List<QuerySource> sources) {
        this.sql = generated.text();
        this.parameterOrder = generated.parameterOrder();
        this.parameterTypes = List.copyOf(parameterTypes);
        this.columns = List.copyOf(columns);
        this.engineColumns = List.copyOf(engineColumns);
        this.guards = List.copyOf(guards);
        this.sources = List.copyOf(sources);
    }

    /** The engine's SQL with {@code ?} markers. */
    public String sql() {
        return sql;
    }

    /** For each marker in the text, the index of the parameter whose value it takes. */
    public List<Integer> parameterOrder() {
        return parameterOrder;
    }

    /** The declared type of each parameter, by index. */
    public List<ColumnType> parameterTypes() {
        return parameterTypes;
    }

    /** The runner's columns: the first ones of the engine's answer, in order. */
    public List<OutputColumn> columns() {
        return columns;
    }

    /** The types of all that the engine answers, in order: the runner's columns, sort keys that it did not ask to see, guards. */
    public List<ColumnType> engineColumns() {
        return engineColumns;
    }

    /** The counters, after the runner's columns; none for answers without constrained tables. */
    public List<Guard> guards() {
        return guards;
    }

    public List<QuerySource> sources() {
        return sources;
    }
}
