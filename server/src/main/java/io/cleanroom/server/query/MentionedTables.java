package io.cleanroom.server.query;

import io.cleanroom.server.audit.ProtectedQuery.UsedTable;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.QueryBinder;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whom a query that does not bind concerns: the owners of the tables that it, or a template in it, names. */
final class MentionedTables {
    private MentionedTables() {}

    static SortedSet<UsedTable> tables(String sql, Room room) {
        try {
            return QueryBinder.mentioned(sql).stream()
                    .flatMap(name -> Stream.concat(
                            Stream.of(name), room.template(name).stream().flatMap(t -> t.tables().stream())))
                    .map(room::table)
                    .flatMap(Optional::stream)
                    .map(Admission::used)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (Problem e) {
            // It does not even parse: that is no query of anything.
            return new TreeSet<>();
        }
    }
}
