package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Name;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code :name} in a template: a place for a value, never a piece of text. */
public final class NamedParameter extends SqlDynamicParam {
    private final Name name;

    public NamedParameter(int index, Name name, SqlParserPos pos) {
        super(index, pos);
        this.name = name;
    }

    public Name name() {
        return name;
    }

    @Override
    public SqlNode clone(SqlParserPos pos) {
        return new NamedParameter(getIndex(), name, pos);
    }
}
