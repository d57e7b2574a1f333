package io.cleanroom.server.collaboration;

import java.util.List;
import java.util.Optional;

/**
 * Everything that decides a query in one collaboration, read in one transaction: {@code version} grows with every change
 * of any definition, so equal versions mean equal content. Tables without a rule are listed too; they exist for nobody.
 */
public record Room(
        long version,
        Collaboration collaboration,
        List<SharedTable> tables,
        List<AnalysisTemplate> templates,
        List<Approval> approvals) {
    public Room {
        tables = List.copyOf(tables);
        templates = List.copyOf(templates);
        approvals = List.copyOf(approvals);
    }

    public Optional<SharedTable> table(Name alias) {
        return tables.stream().filter(t -> t.alias().equals(alias)).findFirst();
    }

    public Optional<AnalysisTemplate> template(Name name) {
        return templates.stream().filter(t -> t.name().equals(name)).findFirst();
    }
}
