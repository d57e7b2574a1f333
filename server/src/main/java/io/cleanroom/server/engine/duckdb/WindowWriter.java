package io.cleanroom.server.engine.duckdb;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlKind;

/** {@code function OVER (PARTITION BY ... ORDER BY ... frame)}. */
final class WindowWriter {
    private final ExpressionWriter expressions;

    WindowWriter(ExpressionWriter expressions) {
        this.expressions = expressions;
    }

    Sql write(RexOver over) {
        if (over.ignoreNulls()) {
            throw Unsupported.of("IGNORE NULLS");
        }
        List<Sql> arguments = arguments(over);
        List<RelDataType> types =
                over.getOperands().stream().map(RexNode::getType).toList();
        String window = " OVER (" + window(over) + ")";
        return AggregateWriter.write(
                over.getAggOperator(), over.isDistinct(), arguments, types, over.getType(), text -> text + window);
    }

    /** What LAG and LEAD give where there is no row: DuckDB would make it what the first argument is, and raise. */
    private List<Sql> arguments(RexOver over) {
        List<RexNode> operands = over.getOperands();
        SqlKind kind = over.getAggOperator().getKind();
        boolean otherwise = (kind == SqlKind.LAG || kind == SqlKind.LEAD) && operands.size() == 3;
        List<Sql> arguments = new ArrayList<>();
        for (RexNode operand : operands) {
            Sql argument = expressions.write(operand);
            boolean isDistance = arguments.size() == 1;
            arguments.add(
                    otherwise && !isDistance
                            ? ExpressionWriter.converted(argument, operand.getType(), over.getType())
                            : argument);
        }
        return arguments;
    }

    private String window(RexOver over) {
        RexWindow window = over.getWindow();
        List<String> clauses = new ArrayList<>();
        if (!window.partitionKeys.isEmpty()) {
            clauses.add("PARTITION BY " + String.join(", ", texts(window.partitionKeys)));
        }
        if (!window.orderKeys.isEmpty()) {
            clauses.add("ORDER BY "
                    + String.join(
                            ", ", window.orderKeys.stream().map(this::item).toList()));
        }
        if (window.getExclude() != RexWindowExclusion.EXCLUDE_NO_OTHER) {
            throw Unsupported.of("EXCLUDE in a window");
        }
        if (over.getAggOperator().allowsFraming()) {
            clauses.add((window.isRows() ? "ROWS" : "RANGE") + " BETWEEN " + bound(window.getLowerBound()) + " AND "
                    + bound(window.getUpperBound()));
        }
        return String.join(" ", clauses);
    }

    private List<String> texts(List<RexNode> nodes) {
        return nodes.stream().map(node -> expressions.write(node).text()).toList();
    }

    private String item(RexFieldCollation item) {
        return expressions.write(item.left).text() + SortClauses.direction(item);
    }

    private String bound(RexWindowBound bound) {
        if (bound.isCurrentRow()) {
            return "CURRENT ROW";
        }
        String side = bound.isPreceding() ? " PRECEDING" : " FOLLOWING";
        RexNode offset = bound.getOffset();
        return (offset == null ? "UNBOUNDED" : expressions.write(offset).text()) + side;
    }
}
