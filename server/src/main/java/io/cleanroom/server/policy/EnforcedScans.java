package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.sql.BoundTable;
import io.cleanroom.server.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** Table scans as the engine sees them, with all columns of the source, so that a constraint can count one that nobody may name. */
final class EnforcedScans {
    private final QueryAnalysis analysis;
    private final Map<String, QuerySource> sources = new LinkedHashMap<>();

    EnforcedScans(QueryAnalysis analysis) {
        this.analysis = analysis;
    }

    /** What was scanned so far, by its name in the engine's text. */
    List<QuerySource> sources() {
        return List.copyOf(sources.values());
    }

    Carried of(LogicalTableScan scan) {
        BoundTable bound = scan.getTable().unwrap(BoundTable.class);
        QuerySource source;
        if (bound instanceof BoundTable.OfMember member) {
            source = Sources.files(member);
        } else if (bound instanceof BoundTable.OfSystem system) {
            source = Sources.system(system);
        } else {
            throw new IllegalStateException("a table of unknown kind was bound");
        }
        sources.put(source.engineName(), source);
        RelDataTypeFactory factory = scan.getCluster().getTypeFactory();
        RelDataTypeFactory.Builder type = factory.builder();
        List<Name> names = new ArrayList<>();
        source.columns().forEach(c -> {
            names.add(c.name());
            type.add(c.name().text(), Types.calcite(c.type(), factory, true));
        });
        LogicalTableScan enforced =
                LogicalTableScan.create(scan.getCluster(), new EnforcedTable(source, type.build()), List.of());
        List<Integer> fields = scan.getRowType().getFieldNames().stream()
                .map(Name::of)
                .map(names::indexOf)
                .toList();
        Map<Carried.Counted, Integer> counted = new LinkedHashMap<>();
        TableReference reference = analysis.references().get(scan);
        if (reference != null) {
            for (OutputConstraint constraint : reference.rule().constraints()) {
                counted.put(
                        new Carried.Counted(new ColumnReference(reference, constraint.column()), constraint.minimum()),
                        names.indexOf(constraint.column()));
            }
        }
        return new Carried(enforced, fields, counted, List.of());
    }
}
