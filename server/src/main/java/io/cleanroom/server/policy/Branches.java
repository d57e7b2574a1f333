package io.cleanroom.server.policy;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The branches that a calculated argument of an aggregate function sends rows to, each as a condition that is true or false.
 *
 * <pre>
 * CASE WHEN x = 'a' THEN y ELSE 0 END    =&gt;   x = 'a' IS TRUE;  x = 'a' IS NOT TRUE
 * COALESCE(y, 0)                         =&gt;   y IS NOT NULL;    y IS NULL
 * a * b                                  =&gt;   a * b IS NULL although neither a nor b is;  all others
 * </pre>
 *
 * The last kind is there because calculations are total: what overflows is NULL, and a chosen factor makes that a comparison.
 */
final class Branches {
    /** More would be more than a reader can follow, and each costs counters. */
    private static final int MOST = 16;

    /** A condition and whether it is true; what is not true may be unknown. */
    private record Signed(RexNode condition, boolean isTrue) {}

    private final RexBuilder rex;

    private Branches(RexBuilder rex) {
        this.rex = rex;
    }

    /**
     * Conditions over the same input as the argument.
     *
     * @param withComplements whether of two that are each other's complement both are wanted
     */
    static List<RexNode> of(RexNode argument, boolean withComplements, RexBuilder rex) {
        Branches branches = new Branches(rex);
        Map<String, RexNode> distinct = new LinkedHashMap<>();
        for (List<Signed> branch : branches.calculated(argument)) {
            boolean complementThere = !withComplements
                    && branch.size() == 1
                    && distinct.containsKey(branches.condition(List.of(new Signed(
                                    branch.get(0).condition(), !branch.get(0).isTrue())))
                            .toString());
            if (!branch.isEmpty() && !complementThere) {
                RexNode condition = branches.condition(branch);
                distinct.put(condition.toString(), condition);
            }
        }
        return List.copyOf(distinct.values());
    }

    private RexNode condition(List<Signed> branch) {
        return RexUtil.composeConjunction(
                rex,
                branch.stream()
                        .map(s -> rex.makeCall(
                                s.isTrue() ? SqlStdOperatorTable.IS_TRUE : SqlStdOperatorTable.IS_NOT_TRUE,
                                s.condition()))
                        .toList());
    }

    /** With the branch of those rows for which the calculation has no result, if it is one. */
    private List<List<Signed>> calculated(RexNode node) {
        RexNode plain = withoutCast(node);
        boolean calculation = plain instanceof RexCall
                && !Set.of(SqlKind.CASE, SqlKind.COALESCE, SqlKind.NULLIF).contains(plain.getKind());
        List<List<Signed>> branches = branches(plain);
        return calculation && !Expressions.inputs(plain).isEmpty()
                ? product(branches, either(noResult(plain)))
                : branches;
    }

    /** Such casts as an argument may hold have a result for every value. */
    private static RexNode withoutCast(RexNode node) {
        return node instanceof RexCall call && call.getKind() == SqlKind.CAST
                ? withoutCast(call.getOperands().get(0))
                : node;
    }

    private RexNode noResult(RexNode calculation) {
        List<RexNode> all = new ArrayList<>();
        all.add(rex.makeCall(SqlStdOperatorTable.IS_NULL, calculation));
        // Those that give the value: a condition may be of what is calculated below.
        ArgumentForm.fields(calculation).forEach(ref -> {
            RexNode given = rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, ref);
            if (!all.contains(given)) {
                all.add(given);
            }
        });
        return all.size() == 1 ? all.get(0) : rex.makeCall(SqlStdOperatorTable.AND, all);
    }

    private List<List<Signed>> branches(RexNode node) {
        if (!(node instanceof RexCall call)) {
            return List.of(List.of());
        }
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case CASE -> cases(operands);
            case COALESCE -> coalesced(operands);
            case NULLIF ->
                product(either(rex.makeCall(SqlStdOperatorTable.EQUALS, operands)), calculated(operands.get(0)));
            default -> {
                List<List<Signed>> all = List.of(List.of());
                for (RexNode operand : operands) {
                    all = product(all, branches(operand));
                }
                yield all;
            }
        };
    }

    private List<List<Signed>> cases(List<RexNode> operands) {
        List<List<Signed>> all = new ArrayList<>();
        List<Signed> before = List.of();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            Signed here = new Signed(operands.get(i), true);
            all.addAll(product(List.of(with(before, here)), calculated(operands.get(i + 1))));
            before = with(before, new Signed(operands.get(i), false));
        }
        all.addAll(product(List.of(before), calculated(operands.get(operands.size() - 1))));
        return few(all);
    }

    private List<List<Signed>> coalesced(List<RexNode> operands) {
        List<List<Signed>> all = new ArrayList<>();
        List<Signed> before = List.of();
        for (int i = 0; i < operands.size(); i++) {
            boolean last = i == operands.size() - 1 || operands.get(i) instanceof RexLiteral;
            RexNode given = rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, operands.get(i));
            List<Signed> here = last ? before : with(before, new Signed(given, true));
            all.addAll(product(List.of(here), calculated(operands.get(i))));
            if (last) {
                break;
            }
            before = with(before, new Signed(given, false));
        }
        return few(all);
    }

    private static List<List<Signed>> either(RexNode condition) {
        return isConstant(condition)
                ? List.of(List.of())
                : List.of(List.of(new Signed(condition, true)), List.of(new Signed(condition, false)));
    }

    /** It tells no row from another. */
    private static boolean isConstant(RexNode condition) {
        return Expressions.inputs(condition).isEmpty();
    }

    private static List<Signed> with(List<Signed> before, Signed last) {
        if (isConstant(last.condition())) {
            return before;
        }
        List<Signed> all = new ArrayList<>(before);
        all.add(last);
        return all;
    }

    private static List<List<Signed>> product(List<List<Signed>> a, List<List<Signed>> b) {
        List<List<Signed>> all = new ArrayList<>();
        for (List<Signed> x : a) {
            for (List<Signed> y : b) {
                List<Signed> both = new ArrayList<>(x);
                both.addAll(y);
                all.add(both.stream().distinct().toList());
            }
        }
        return few(all);
    }

    private static List<List<Signed>> few(List<List<Signed>> branches) {
        if (branches.size() > MOST) {
            throw new Problem(
                    Code.NOT_SUPPORTED,
                    "an aggregate function takes at most " + MOST
                            + " branches of CASE, COALESCE, NULLIF and calculations together; use several functions");
        }
        return branches;
    }
}
