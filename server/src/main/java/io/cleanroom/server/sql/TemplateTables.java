package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Name;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/** Finds, and can rename, the tables in the FROM clauses of a query; names of its own WITH clauses are not tables. */
final class TemplateTables {
    private final Function<SqlIdentifier, SqlNode> rename;
    private final SortedSet<Name> found = new TreeSet<>();

    private TemplateTables(Function<SqlIdentifier, SqlNode> rename) {
        this.rename = rename;
    }

    /** The last part of each table's name. */
    static SortedSet<Name> in(SqlNode query) {
        TemplateTables tables = new TemplateTables(id -> id);
        tables.query(query, Set.of());
        return tables.found;
    }

    /** Replaces each table's name in place; gives back the query. */
    static SqlNode renamed(SqlNode query, Function<SqlIdentifier, SqlNode> rename) {
        new TemplateTables(rename).query(query, Set.of());
        return query;
    }

    private void query(@Nullable SqlNode node, Set<String> with) {
        if (node instanceof SqlWith clause) {
            Set<String> visible = new HashSet<>(with);
            for (SqlNode item : clause.withList) {
                query(((SqlWithItem) item).query, visible);
                visible.add(((SqlWithItem) item).name.getSimple());
            }
            query(clause.body, visible);
        } else if (node instanceof SqlSelect select) {
            SqlNode from = select.getFrom();
            if (from != null) {
                select.setFrom(from(from, with));
            }
            for (SqlNode operand : select.getOperandList()) {
                if (operand != null && operand != select.getFrom()) {
                    query(operand, with);
                }
            }
        } else if (node instanceof SqlNodeList list) {
            list.forEach(item -> query(item, with));
        } else if (node instanceof SqlCall call) {
            if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
                call.setOperand(0, from(call.operand(0), with));
                return;
            }
            call.getOperandList().forEach(operand -> query(operand, with));
        }
    }

    private SqlNode from(SqlNode node, Set<String> with) {
        if (node instanceof SqlIdentifier id) {
            if (id.isSimple() && with.contains(id.getSimple())) {
                return id;
            }
            found.add(Name.of(id.names.get(id.names.size() - 1)));
            return rename.apply(id);
        }
        if (node instanceof SqlJoin join) {
            join.setLeft(from(join.getLeft(), with));
            join.setRight(from(join.getRight(), with));
            query(join.getCondition(), with);
            return join;
        }
        if (node instanceof SqlTableRef hinted) {
            SqlNode table = from(hinted.operand(0), with);
            return new SqlTableRef(hinted.getParserPosition(), (SqlIdentifier) table, hinted.operand(1));
        }
        if (node.getKind() == SqlKind.AS || node.getKind() == SqlKind.LATERAL) {
            SqlCall call = (SqlCall) node;
            call.setOperand(0, from(call.operand(0), with));
            return call;
        }
        query(node, with);
        return node;
    }
}
