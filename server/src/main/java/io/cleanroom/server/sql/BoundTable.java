package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.SharedTable;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;

/**
 * A table as the validator sees it. Its row type holds the granted columns and no others, so that a column without a grant
 * cannot be named, expanded by a star, matched by NATURAL JOIN or listed. It has no statistics: nothing of the data may
 * shape a plan.
 */
public sealed class BoundTable extends AbstractTable {
    private final List<Column> columns;

    private BoundTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public List<Column> columns() {
        return columns;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder type = factory.builder();
        for (Column column : columns) {
            type.add(column.name().text(), Types.calcite(column.type(), factory, true));
        }
        return type.build();
    }

    /** A member's table in a collaboration. */
    public static final class OfMember extends BoundTable {
        private final SharedTable shared;
        private final TableAccess access;

        OfMember(SharedTable shared, TableAccess access) {
            super(GrantedColumns.of(shared.table()));
            this.shared = shared;
            this.access = access;
        }

        public SharedTable shared() {
            return shared;
        }

        public TableAccess access() {
            return access;
        }
    }

    /** A table of schema {@code system}. */
    public static final class OfSystem extends BoundTable {
        private final String name;

        OfSystem(String name, List<Column> columns) {
            super(columns);
            this.name = name;
        }

        public String name() {
            return name;
        }
    }
}
