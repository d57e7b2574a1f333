package io.cleanroom.server.policy;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/** A rewritten node: where the old fields went, which fields count for whom, and which fields are guards. */
record Carried(RelNode node, List<Integer> fields, Map<Carried.Counted, Integer> counted, List<Guard> guards) {
    /** A constrained column of one reference. */
    record Counted(ColumnReference column, int minimum) {}

    static Problem impossible() {
        return new Problem(
                Code.NOT_SUPPORTED,
                "the thresholds cannot be carried through this form of query; aggregate each table with GROUP BY first");
    }

    /** The fields of a node in their places. */
    static List<Integer> identity(RelNode node) {
        List<Integer> fields = new ArrayList<>();
        for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
            fields.add(i);
        }
        return fields;
    }

    static List<String> unique(List<String> names) {
        return SqlValidatorUtil.uniquify(names, false);
    }
}
