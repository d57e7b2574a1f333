package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/**
 * Refuses statements that would cost more to decide than any question is worth: nested deeper than a thread's stack, or small
 * in text and enormous once each WITH is written out where it is used.
 *
 * <pre>{@code
 * WITH a AS (...), b AS (SELECT * FROM a, a), c AS (SELECT * FROM b, b), ...   -- the 30th name stands for 1073741824 tables
 * }</pre>
 */
final class StatementSize {
    private static final int DEEPEST = 250;
    private static final long MOST_REFERENCES = 256;

    private StatementSize() {}

    static void check(SqlNode statement) {
        if (references(statement, new HashMap<>(), 0) > MOST_REFERENCES) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "a statement names at most " + MOST_REFERENCES
                            + " tables, each WITH counted wherever it is used; this one names more");
        }
    }

    /** How many tables the node stands for, given what the names of WITH stand for. */
    private static long references(@Nullable SqlNode node, Map<String, Long> names, int depth) {
        if (depth > DEEPEST) {
            throw new Problem(
                    Code.SYNTAX,
                    "the statement is nested too deeply: at most " + DEEPEST
                            + " levels, and each AND, OR or + in a row is one; IN (...) takes a list of any length");
        }
        if (node instanceof SqlIdentifier id) {
            return id.isSimple() ? names.getOrDefault(id.getSimple(), 0L) : 0;
        }
        if (node instanceof SqlWith with) {
            Map<String, Long> inside = new HashMap<>(names);
            for (SqlNode item : with.withList) {
                SqlWithItem named = (SqlWithItem) item;
                inside.put(named.name.getSimple(), Math.max(1, references(named.query, inside, depth + 1)));
            }
            return references(with.body, inside, depth + 1);
        }
        long total = 0;
        if (node instanceof SqlCall call) {
            for (SqlNode operand : call.getOperandList()) {
                total = sum(total, references(operand, names, depth + 1));
            }
        } else if (node instanceof SqlNodeList list) {
            for (SqlNode item : list) {
                total = sum(total, references(item, names, depth + 1));
            }
        }
        return total;
    }

    private static long sum(long a, long b) {
        return Math.min(a + b, Integer.MAX_VALUE);
    }
}
