package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Name;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** What a query names in FROM and CALL: the objects by their last part, and the schemas before them. */
record Mentions(SortedSet<Name> objects, SortedSet<Name> schemas) {
    static Mentions in(SqlNode query) {
        Mentions mentions = new Mentions(new TreeSet<>(), new TreeSet<>());
        TemplateTables.renamed(query, id -> {
            mentions.add(id.names);
            return id;
        });
        query.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if ((call.getKind() == SqlKind.COLLECTION_TABLE || call.getKind() == SqlKind.PROCEDURE_CALL)
                        && call.operand(0) instanceof SqlCall routine) {
                    SqlIdentifier name = routine.getOperator().getNameAsId();
                    mentions.add(name.names);
                }
                return super.visit(call);
            }
        });
        return mentions;
    }

    private void add(List<String> names) {
        objects.add(Name.of(names.get(names.size() - 1)));
        if (names.size() > 1) {
            schemas.add(Name.of(names.get(names.size() - 2)));
        }
    }
}
