package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Optional;

/**
 * A typed, named value that stands where a literal may stand; or a list of such values, which stands in {@code IN (:ids)}.
 *
 * @param listMaximum how many values a list has at most; 0: it is one value
 * @param domain of each value
 * @param defaultValue what is taken if a call gives none, as an SQL literal, or {@code ARRAY[...]} of them for a list
 */
public record TemplateParameter(
        Name name, ColumnType type, int listMaximum, Optional<ParameterDomain> domain, Optional<String> defaultValue) {
    /** A plan has a place for each value that a list may have. */
    private static final int LONGEST_LIST = 200;

    public TemplateParameter {
        if (listMaximum < 0 || listMaximum > LONGEST_LIST) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "LIST MAX of " + name.sql() + " must be from 1 to " + LONGEST_LIST + ". Provided value: "
                            + listMaximum);
        }
    }

    /** One value that every call gives. */
    public TemplateParameter(Name name, ColumnType type, Optional<ParameterDomain> domain) {
        this(name, type, 0, domain, Optional.empty());
    }

    public boolean isList() {
        return listMaximum > 0;
    }

    /** For example {@code VARCHAR(20) LIST MAX 100}. */
    public String typeSql() {
        return type.sql() + (isList() ? " LIST MAX " + listMaximum : "");
    }

    public String sql() {
        return name.sql() + " " + typeSql()
                + defaultValue.map(d -> " DEFAULT " + d).orElse("")
                + domain.map(d -> " " + d.sql()).orElse("");
    }
}
