package io.cleanroom.server.collaboration;

import java.util.Optional;

/** A typed, named value that stands where a literal may stand. */
public record TemplateParameter(Name name, ColumnType type, Optional<ParameterDomain> domain) {
    public String sql() {
        return name.sql() + " " + type.sql() + domain.map(d -> " " + d.sql()).orElse("");
    }
}
