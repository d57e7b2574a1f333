package io.cleanroom.server.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Counters and what they are compared with, as calls and conditions. */
final class GuardWriter {
    private final RexBuilder rex;

    GuardWriter(RexBuilder rex) {
        this.rex = rex;
    }

    /** Every guard reaches its minimum, and those of branches do so or have nobody. */
    RexNode atLeast(List<Guard> guards, List<Guard> orNobody, RelNode input) {
        List<RexNode> all = new ArrayList<>();
        all.add(atLeast(guards, input));
        for (Guard guard : orNobody) {
            RexNode counter = rex.makeInputRef(input, guard.index());
            all.add(rex.makeCall(SqlStdOperatorTable.OR, nobody(counter), atLeast(List.of(guard), input)));
        }
        return RexUtil.composeConjunction(rex, all);
    }

    private RexNode nobody(RexNode counter) {
        return rex.makeCall(SqlStdOperatorTable.EQUALS, counter, rex.makeExactLiteral(BigDecimal.ZERO));
    }

    /** A branch with nobody in it passes the gate like one that reaches its minimum, also as the smallest of several. */
    RelNode nobodyAsMinimum(RelNode released, List<Guard> ofBranches) {
        List<RexNode> fields = new ArrayList<>();
        for (int i = 0; i < released.getRowType().getFieldCount(); i++) {
            RexNode field = rex.makeInputRef(released, i);
            int at = i;
            fields.add(ofBranches.stream()
                    .filter(g -> g.index() == at)
                    .findFirst()
                    .map(g -> rex.makeCall(
                            SqlStdOperatorTable.CASE,
                            nobody(field),
                            rex.makeLiteral(BigDecimal.valueOf(g.minimum()), field.getType(), false),
                            field))
                    .orElse(field));
        }
        return LogicalProject.create(
                released, List.of(), fields, released.getRowType().getFieldNames(), java.util.Set.of());
    }

    RexNode atLeast(List<Guard> guards, RelNode input) {
        return RexUtil.composeConjunction(
                rex,
                guards.stream()
                        .map(g -> rex.makeCall(
                                SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                                rex.makeInputRef(input, g.index()),
                                rex.makeExactLiteral(BigDecimal.valueOf(g.minimum()))))
                        .toList());
    }

    /** A group of groups is as small as its smallest; the calls are added to those given. */
    List<Guard> smallest(Carried input, List<AggregateCall> calls, int keys) {
        List<Guard> guards = new ArrayList<>();
        for (Guard guard : input.guards()) {
            RelDataType type =
                    input.node().getRowType().getFieldList().get(guard.index()).getType();
            guards.add(new Guard(keys + calls.size(), guard.minimum()));
            calls.add(AggregateCall.create(
                    SqlParserPos.ZERO,
                    SqlStdOperatorTable.MIN,
                    false,
                    false,
                    false,
                    List.of(),
                    List.of(guard.index()),
                    -1,
                    null,
                    RelCollations.EMPTY,
                    keys > 0 ? type : rex.getTypeFactory().createTypeWithNullability(type, true),
                    "guard" + guards.size()));
        }
        return guards;
    }

    /** How many people, among the rows that the filter lets pass; -1 for all. */
    AggregateCall counter(int index, int filter, String name) {
        return AggregateCall.create(
                SqlParserPos.ZERO,
                SqlStdOperatorTable.COUNT,
                true,
                false,
                false,
                List.of(),
                List.of(index),
                filter,
                null,
                RelCollations.EMPTY,
                rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT),
                name);
    }
}
