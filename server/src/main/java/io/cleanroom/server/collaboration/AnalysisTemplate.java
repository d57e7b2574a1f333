package io.cleanroom.server.collaboration;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reviewed SQL with parameters. Immutable: a change is a new template and needs approval again. {@code tables} are the
 * names (in the collaboration) that the SQL refers to.
 */
public record AnalysisTemplate(
        Name collaboration,
        Name name,
        Name author,
        List<TemplateParameter> parameters,
        String description,
        String sql,
        SortedSet<Name> tables) {
    public AnalysisTemplate {
        parameters = List.copyOf(parameters);
        tables = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tables));
    }

    /** The same with those tables. */
    public AnalysisTemplate referringTo(SortedSet<Name> names) {
        return new AnalysisTemplate(collaboration, name, author, parameters, description, sql, names);
    }
}
