package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;

/** The sub-queries that stand in an expression; what is inside one is that one's own affair. */
final class SubQueries {
    private SubQueries() {}

    static List<RexSubQuery> in(RexNode node) {
        List<RexSubQuery> found = new ArrayList<>();
        node.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitSubQuery(RexSubQuery subQuery) {
                found.add(subQuery);
                return super.visitSubQuery(subQuery);
            }
        });
        return found;
    }
}
