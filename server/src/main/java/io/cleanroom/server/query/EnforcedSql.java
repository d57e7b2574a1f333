package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.QuerySource;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.BoundTable;
import java.util.HashSet;
import java.util.Set;

/**
 * The enforced SQL for people: tables under the names that members know them by, and no name of a column that was not
 * granted, which a constraint may count all the same.
 */
final class EnforcedSql {
    private EnforcedSql() {}

    static String shown(ApprovedQuery query, BoundQuery bound) {
        String sql = query.sql();
        for (QuerySource source : query.sources()) {
            if (source instanceof QuerySource.Files files) {
                for (BoundTable.OfMember table : bound.tables()) {
                    if (table.shared().table().equals(files.table())) {
                        sql = sql.replace(
                                quoted(files.engineName()),
                                quoted(table.shared().alias().text()));
                        sql = withoutHidden(sql, files, table);
                    }
                }
            }
        }
        return sql;
    }

    private static String withoutHidden(String sql, QuerySource.Files files, BoundTable.OfMember table) {
        Set<Column> hidden = new HashSet<>(files.columns());
        hidden.removeAll(table.columns());
        String shown = sql;
        for (Column column : hidden) {
            shown = shown.replace(quoted(column.name().text()), quoted("not granted"));
        }
        return shown;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
