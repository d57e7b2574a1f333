package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Room;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;

/**
 * A query parsed and validated against what its runner may name. {@code plan} is Calcite's, not optimised, sub-queries in
 * place; its first fields are the {@code columns}, further ones only sort keys. Nothing has been judged yet.
 */
public record BoundQuery(
        Name runner,
        Optional<Room> room,
        SortedSet<Name> templates,
        RelNode plan,
        List<OutputColumn> columns,
        List<ParameterSlot> parameters,
        SourcePositions positions) {
    public BoundQuery {
        templates = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(templates));
        columns = List.copyOf(columns);
        parameters = List.copyOf(parameters);
    }

    /** The same plan with its parameters given otherwise. */
    public BoundQuery withParameters(List<ParameterSlot> given) {
        if (given.size() != parameters.size()) {
            throw new IllegalArgumentException("a plan keeps its parameters");
        }
        return new BoundQuery(runner, room, templates, plan, columns, given, positions);
    }

    /** The members' tables that the plan reads, rather than schema {@code system}. */
    public List<BoundTable.OfMember> tables() {
        return PlanTables.of(plan);
    }
}
