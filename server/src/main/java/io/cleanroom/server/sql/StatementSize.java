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
 * Refuses statements that would cost more to decide than any question is worth: nested deeper than a thread's stack, with
 * very many values, or small in text and enormous once each WITH is written out where it is used.
 *
 * <pre>{@code
 * WITH a AS (...), b AS (SELECT * FROM a, a), c AS (SELECT * FROM b, b), ...   -- the 30th name stands for 1073741824 tables
 * }</pre>
 */
final class StatementSize {
    private static final int DEEPEST = 250;
    private static final int LONGEST_LIST = 1_000;
    private static final int MOST_PARTS = 5_000;
    private static final long MOST_REFERENCES = 256;
    private static final String TOO_DEEP = "the statement is nested too deeply: at most " + DEEPEST
            + " levels, and each AND, OR or + in a row is one; IN (...) takes up to " + LONGEST_LIST
            + " values at one level";

    private int parts;

    private StatementSize() {}

    static void check(SqlNode statement) {
        if (new StatementSize().references(statement, new HashMap<>(), 0) > MOST_REFERENCES) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "a statement names at most " + MOST_REFERENCES
                            + " tables, each WITH counted wherever it is used; this one names more");
        }
    }

    /** How many tables the node stands for, given what the names of WITH stand for. */
    private long references(@Nullable SqlNode node, Map<String, Long> names, int depth) {
        if (++parts > MOST_PARTS) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "a statement has at most " + MOST_PARTS
                            + " names, values and operators, each template written out; this one has more");
        }
        if (depth > DEEPEST) {
            throw new Problem(Code.SYNTAX, TOO_DEEP);
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
            if (list.size() > LONGEST_LIST) {
                throw new Problem(
                        Code.LIMIT_REACHED,
                        "a list has at most " + LONGEST_LIST + " entries. Provided: " + list.size()
                                + "; a longer list belongs into a table of your own, joined with the others");
            }
            for (SqlNode item : list) {
                total = sum(total, references(item, names, depth + 1));
            }
        }
        return total;
    }

    static Problem tooDeep(Throwable cause) {
        return new Problem(Code.SYNTAX, TOO_DEEP, cause);
    }

    private static long sum(long a, long b) {
        return Math.min(a + b, Integer.MAX_VALUE);
    }
}
