package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import java.util.List;

/** For tests of engines alone: approves any text. Nothing like it exists outside the tests. */
public final class ApprovedQueries {
    private ApprovedQueries() {}

    public static ApprovedQuery of(
            SqlGenerator.GeneratedSql sql,
            List<ColumnType> parameterTypes,
            List<OutputColumn> columns,
            List<Guard> guards,
            List<QuerySource> sources) {
        return new ApprovedQuery(sql, parameterTypes, columns, guards, sources);
    }
}
