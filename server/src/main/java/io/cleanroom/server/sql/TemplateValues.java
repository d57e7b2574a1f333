package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code CAST(? AS declared type)} where a template names a parameter, and one for each value that a list may have
 * where it says {@code IN (:ids)}.
 */
final class TemplateValues extends SqlShuttle {
    private final AnalysisTemplate template;
    private final Map<Name, List<Integer>> given;

    /** @param given the dynamic parameters that stand for each of the template's */
    TemplateValues(AnalysisTemplate template, Map<Name, List<Integer>> given) {
        this.template = template;
        this.given = given;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if ((call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN)
                && call.operand(1) instanceof SqlNodeList list) {
            List<SqlNode> values = new ArrayList<>();
            for (SqlNode value : list) {
                if (value instanceof NamedParameter named) {
                    slots(named).forEach(slot -> values.add(cast(named, slot)));
                } else {
                    values.add(visited(value));
                }
            }
            return call.getOperator()
                    .createCall(
                            call.getParserPosition(),
                            visited(call.operand(0)),
                            new SqlNodeList(values, list.getParserPosition()));
        }
        return super.visit(call);
    }

    private SqlNode visited(SqlNode node) {
        SqlNode visited = node.accept(this);
        if (visited == null) {
            throw new IllegalStateException("a part of a template does not vanish");
        }
        return visited;
    }

    @Override
    public SqlNode visit(SqlDynamicParam marker) {
        if (!(marker instanceof NamedParameter named)) {
            throw new Problem(
                    Code.SYNTAX,
                    "an analysis template names its parameters, for example :campaign_id; it cannot use ?"
                            + Caret.where(marker.getParserPosition()));
        }
        List<Integer> slots = slots(named);
        if (parameter(named).isList()) {
            throw new Problem(
                    Code.SYNTAX,
                    ":" + named.name() + " is a list; it stands in IN (:" + named.name() + ") and nowhere else"
                            + Caret.where(named.getParserPosition()));
        }
        return cast(named, slots.get(0));
    }

    private List<Integer> slots(NamedParameter named) {
        List<Integer> slots = given.get(named.name());
        if (slots == null) {
            throw new Problem(
                    Code.SYNTAX,
                    ":" + named.name() + " is not declared as a parameter of "
                            + template.name().sql() + Caret.where(named.getParserPosition()));
        }
        return slots;
    }

    private TemplateParameter parameter(NamedParameter named) {
        return template.parameters().stream()
                .filter(p -> p.name().equals(named.name()))
                .findFirst()
                .orElseThrow();
    }

    private SqlNode cast(NamedParameter named, int slot) {
        return SqlStdOperatorTable.CAST.createCall(
                named.getParserPosition(),
                new SqlDynamicParam(slot, named.getParserPosition()),
                Types.spec(parameter(named).type(), named.getParserPosition()));
    }
}
