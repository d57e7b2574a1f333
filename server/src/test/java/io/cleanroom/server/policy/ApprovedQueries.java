package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import java.util.List;
import java.util.stream.Stream;

/** For tests of engines alone: approves any text. Nothing like it exists outside the tests. */
public final class ApprovedQueries {
    private ApprovedQueries() {}

    public static ApprovedQuery of(
            SqlGenerator.GeneratedSql sql,
            List<ColumnType> parameterTypes,
            List<OutputColumn> columns,
            List<Guard> guards,
            List<QuerySource> sources) {
        List<ColumnType> engineColumns = Stream.concat(
                        columns.stream().map(OutputColumn::type),
                        guards.stream().map(guard -> ColumnType.of(ColumnType.Kind.BIGINT)))
                .toList();
        return new ApprovedQuery(sql, parameterTypes, columns, engineColumns, guards, sources);
    }
}
