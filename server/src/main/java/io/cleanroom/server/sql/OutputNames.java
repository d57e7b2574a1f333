package io.cleanroom.server.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Names for the columns of a SELECT that has given them none, as PostgreSQL names them: {@code count} for {@code COUNT(*)},
 * {@code case}, the column under a cast, and {@code ?column?} for what has no name. A name that the same SELECT uses
 * otherwise, as in GROUP BY, is not given, because it would then mean the new column; nor is one given twice, because
 * ORDER BY 1 of a UNION would not know which is meant.
 */
final class OutputNames {
    static final String NONE = "?column?";

    /** PostgreSQL's own names of types, after which it names a cast of a constant. */
    private static final Map<String, String> TYPES = Map.of(
            "smallint", "int2",
            "integer", "int4",
            "bigint", "int8",
            "real", "float4",
            "double", "float8",
            "decimal", "numeric",
            "boolean", "bool");

    private OutputNames() {}

    /** The name for each item; empty for those that have one, or must do without. */
    static List<Optional<String>> of(SqlSelect select) {
        Set<String> taken = used(select);
        return select.getSelectList().stream()
                .map(item -> item.getKind() == SqlKind.AS || item instanceof SqlIdentifier
                        ? Optional.<String>empty()
                        : Optional.of(name(item)).filter(taken::add))
                .toList();
    }

    /**
     * The names of the columns that the whole statement gives; for labels only, where they need not be unambiguous. Empty for
     * what lists no columns of its own.
     */
    static List<String> labels(SqlNode statement) {
        return switch (statement.getKind()) {
            case ORDER_BY -> labels(((SqlOrderBy) statement).query);
            case WITH -> labels(((SqlWith) statement).body);
            case UNION, INTERSECT, EXCEPT -> labels(((SqlCall) statement).operand(0));
            case SELECT -> {
                List<SqlNode> items = ((SqlSelect) statement).getSelectList();
                yield items.stream().anyMatch(item -> item instanceof SqlIdentifier id && id.isStar())
                        ? List.of()
                        : items.stream().map(OutputNames::name).toList();
            }
            default -> List.of();
        };
    }

    /** The same SELECT with these names. */
    static SqlSelect named(SqlSelect select, List<Optional<String>> names) {
        SqlNodeList items = new SqlNodeList(select.getSelectList().getParserPosition());
        for (int i = 0; i < names.size(); i++) {
            SqlNode item = select.getSelectList().get(i);
            items.add(names.get(i)
                    .<SqlNode>map(name -> SqlStdOperatorTable.AS.createCall(
                            item.getParserPosition(), item, new SqlIdentifier(name, item.getParserPosition())))
                    .orElse(item));
        }
        SqlSelect named = (SqlSelect) select.clone(select.getParserPosition());
        named.setSelectList(items);
        return named;
    }

    private static String name(SqlNode item) {
        if (item instanceof SqlIdentifier id && !id.isStar()) {
            return id.names.get(id.names.size() - 1);
        }
        if (!(item instanceof SqlCall call)) {
            return NONE;
        }
        return switch (call.getKind()) {
            case OVER, FILTER, WITHIN_GROUP, RESPECT_NULLS, IGNORE_NULLS -> name(call.operand(0));
            case CAST, SAFE_CAST -> {
                String inner = name(call.operand(0));
                yield inner.equals(NONE) ? type(call.operand(1)) : inner;
            }
            case CASE -> "case";
            case EXISTS -> "exists";
            case AS -> name(call.operand(1));
            case SELECT, WITH, ORDER_BY -> {
                List<String> labels = labels(call);
                yield labels.isEmpty() ? NONE : labels.get(0);
            }
            default ->
                call.getOperator() instanceof SqlFunction function
                        ? function.getName().toLowerCase(Locale.ROOT)
                        : NONE;
        };
    }

    private static String type(SqlNode written) {
        if (!(written instanceof SqlDataTypeSpec spec)) {
            return NONE;
        }
        String name = spec.getTypeName().toString().toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(name, name);
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
