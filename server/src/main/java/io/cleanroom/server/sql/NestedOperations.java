package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * What can be done with arrays and rows: they are grouped by, counted, asked for NULL and returned. A part of one is nothing
 * that a grant or a rule could speak of.
 */
final class NestedOperations {
    static final String ALLOWED = ": arrays and rows are grouped by, counted, asked whether they are NULL and returned";

    private NestedOperations() {}

    /** Refuses calls, and sub-queries as IN and SOME, that take an array or row. */
    static void check(RexCall call) {
        boolean known = call.getKind() == SqlKind.IS_NULL || call.getKind() == SqlKind.IS_NOT_NULL;
        if (!known) {
            refuse(
                    call.getOperator().getName(),
                    call.getOperands().stream().map(RexNode::getType).toList());
        }
        if (call instanceof RexSubQuery subQuery) {
            refuse("a sub-query as a value", List.of(subQuery.getType()));
        }
        if (call instanceof RexOver over) {
            refuse(
                    "PARTITION BY",
                    over.getWindow().partitionKeys.stream()
                            .map(RexNode::getType)
                            .toList());
            refuse(
                    "ORDER BY",
                    over.getWindow().orderKeys.stream()
                            .map(key -> key.left.getType())
                            .toList());
        }
    }

    static void check(RelNode node) {
        List<RelDataType> fields = node.getInputs().isEmpty()
                ? List.of()
                : node.getInput(0).getRowType().getFieldList().stream()
                        .map(RelDataTypeField::getType)
                        .toList();
        if (node instanceof Aggregate aggregate) {
            for (AggregateCall call : aggregate.getAggCallList()) {
                boolean known = call.getAggregation().getKind() == SqlKind.COUNT && !call.isDistinct();
                if (!known) {
                    refuse(
                            call.getAggregation().getName() + (call.isDistinct() ? "(DISTINCT ...)" : ""),
                            call.getArgList().stream().map(fields::get).toList());
                }
            }
        } else if (node instanceof Sort sort) {
            refuse(
                    "ORDER BY",
                    sort.getCollation().getFieldCollations().stream()
                            .map(key -> fields.get(key.getFieldIndex()))
                            .toList());
        }
    }

    /** Refuses to make an array or row of something else, and something else of it. */
    static void conversion(RelDataType from, RelDataType to) {
        if (!from.equals(to)) {
            refuse("a conversion", List.of(from, to));
        }
    }

    private static void refuse(String what, List<RelDataType> types) {
        types.stream().filter(NestedType::is).findFirst().ifPresent(type -> {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    what.toUpperCase(Locale.ROOT) + " takes no " + NestedType.shown(type.toString()) + ALLOWED);
        });
    }
}
