package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.sql.TableAccess;
import java.util.Optional;

/** One appearance of a configured table in a query; {@code number} counts from 1 in the order of the plan. */
public record TableReference(int number, SharedTable shared, TableAccess access) {
    public Name owner() {
        return shared.owner();
    }

    public Name alias() {
        return shared.alias();
    }

    /** A table without a rule exists for nobody, so a reference always has one. */
    public AnalysisRule rule() {
        return shared.table().rule().orElseThrow();
    }

    /** The column that says whom a row is about, if the owner of a CUSTOM table declared one. */
    public Optional<ColumnReference> identity() {
        return rule() instanceof AnalysisRule.Custom custom
                ? custom.identityColumn().map(column -> new ColumnReference(this, column))
                : Optional.empty();
    }

    /** Whether the owner of a CUSTOM table declared the column as its identity, or counts people by it. */
    boolean isAboutWhom(Name column) {
        return rule() instanceof AnalysisRule.Custom custom
                && (custom.identityColumn().filter(column::equals).isPresent()
                        || custom.constraints().stream()
                                .anyMatch(minimum -> minimum.column().equals(column)));
    }

    @Override
    public String toString() {
        return alias().sql();
    }
}
