package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.List;
import java.util.Optional;

/** A member's files under a name, with the columns found when it was configured and, once set, its analysis rule. */
public record ConfiguredTable(Name owner, Name name, Source source, List<Column> columns, Optional<AnalysisRule> rule) {
    public ConfiguredTable {
        columns = List.copyOf(columns);
    }

    /** The column, or an error that names it. */
    public Column column(Name wanted) {
        return columns.stream()
                .filter(c -> c.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Code.UNKNOWN_COLUMN, "column " + wanted.sql() + " is not in the source of " + name.sql()));
    }

    public ConfiguredTable withRule(AnalysisRule newRule) {
        return new ConfiguredTable(owner, name, source, columns, Optional.of(newRule));
    }
}
