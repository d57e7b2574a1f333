package io.cleanroom.server.policy;

import org.apache.calcite.plan.RelOptAbstractTable;
import org.apache.calcite.rel.type.RelDataType;

/** A source in an enforced plan, under the engine's name for it; has no statistics and no way into a schema. */
final class EnforcedTable extends RelOptAbstractTable {
    private final QuerySource source;

    EnforcedTable(QuerySource source, RelDataType rowType) {
        super(null, source.engineName(), rowType);
        this.source = source;
    }

    QuerySource source() {
        return source;
    }

    @Override
    public <T> T unwrap(Class<T> kind) {
        return kind.isInstance(this) ? kind.cast(this) : super.unwrap(kind);
    }
}
