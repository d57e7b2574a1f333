package io.cleanroom.server.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Names for the columns of a SELECT that has given them none, as PostgreSQL names them: {@code count} for {@code COUNT(*)},
 * {@code case}, the column under a cast, and {@code ?column?} for what has no name. A name that the same SELECT uses
 * otherwise, as in GROUP BY, is not given, because it would then mean the new column.
 */
final class OutputNames {
    static final String NONE = "?column?";

    private OutputNames() {}

    static void give(SqlSelect select) {
        Set<String> used = used(select);
        SqlNodeList items = select.getSelectList();
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            if (item.getKind() == SqlKind.AS || item instanceof SqlIdentifier) {
                continue;
            }
            String name = name(item);
            if (!used.contains(name)) {
                items.set(
                        i,
                        SqlStdOperatorTable.AS.createCall(
                                item.getParserPosition(), item, new SqlIdentifier(name, item.getParserPosition())));
            }
        }
    }

    private static String name(SqlNode item) {
        if (item instanceof SqlIdentifier id && !id.isStar()) {
            return id.names.get(id.names.size() - 1);
        }
        if (!(item instanceof SqlCall call)) {
            return NONE;
        }
        switch (call.getKind()) {
            case OVER, FILTER, WITHIN_GROUP, RESPECT_NULLS, IGNORE_NULLS:
                return name(call.operand(0));
            case CAST, SAFE_CAST:
                String inner = name(call.operand(0));
                return inner.equals(NONE) ? call.operand(1).toString().toLowerCase(Locale.ROOT) : inner;
            case CASE:
                return "case";
            default:
                return call.getOperator() instanceof SqlFunction function && !(call instanceof SqlWindow)
                        ? function.getName().toLowerCase(Locale.ROOT).replace("$", "")
                        : NONE;
        }
    }

    /** What the SELECT's own clauses name without a table; its items may be named in them. */
    private static Set<String> used(SqlSelect select) {
        Set<String> names = new HashSet<>();
        SqlBasicVisitor<@Nullable Void> collect = new SqlBasicVisitor<>() {
            @Override
            public @Nullable Void visit(SqlIdentifier id) {
                if (id.isSimple() && !id.isStar()) {
                    names.add(id.getSimple().toLowerCase(Locale.ROOT));
                }
                return null;
            }
        };
        for (SqlNode part : new @Nullable SqlNode[] {
            select.getSelectList(), select.getWhere(), select.getGroup(), select.getHaving(), select.getQualify()
        }) {
            if (part != null) {
                part.accept(collect);
            }
        }
        return names;
    }
}
