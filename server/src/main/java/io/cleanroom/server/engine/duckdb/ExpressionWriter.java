package io.cleanroom.server.engine.duckdb;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Scalar expressions over the fields of one block. Nothing it writes can raise over data: a cast is TRY_CAST, a function
 * that may fail stands in {@code TRY(...)}, and numbers that DuckDB would bring to a common type itself, raising where they
 * do not fit, are brought there first.
 */
final class ExpressionWriter {
    /** Operands in a row without brackets. */
    private static final int FLAT = 32;

    private final PlanWriter plan;
    private final List<Sql> fields;

    ExpressionWriter(PlanWriter plan, List<Sql> fields) {
        this.plan = plan;
        this.fields = fields;
    }

    Sql write(RexNode node) {
        if (node instanceof RexInputRef reference) {
            return fields.get(reference.getIndex());
        } else if (node instanceof RexLiteral literal) {
            return LiteralWriter.write(literal);
        } else if (node instanceof RexDynamicParam parameter) {
            return cast(DuckDbSql.parameter(parameter.getIndex()), parameter.getType(), false);
        } else if (node instanceof RexFieldAccess access
                && access.getReferenceExpr() instanceof RexCorrelVariable variable) {
            return plan.outer(variable.id, access.getField().getIndex());
        } else if (node instanceof RexSubQuery subQuery) {
            return subQuery(subQuery);
        } else if (node instanceof RexOver over) {
            return new WindowWriter(this).write(over);
        } else if (node instanceof RexCall call) {
            return call(call);
        }
        throw Unsupported.of("an expression of kind " + node.getKind());
    }

    /** The value as the declared type, unless that is what it is. */
    static Sql declared(Sql value, RelDataType type) {
        return value.exact() ? value : cast(value.text(), type, value.partial());
    }

    /** DuckDB chooses a function by its own types, of which some functions have no form. A constant suits every form. */
    Sql typed(RexNode node) {
        Sql value = write(node);
        boolean chosenBy = SqlTypeUtil.isNumeric(node.getType()) || SqlTypeUtil.isDatetime(node.getType());
        return chosenBy && !(node instanceof RexLiteral) ? declared(value, node.getType()) : value;
    }

    /** A value of one declared type as another. */
    static Sql converted(Sql value, RelDataType from, RelDataType to) {
        boolean same = value.exact() && Types.sql(from).equals(Types.sql(to));
        return same ? value : cast(value.text(), to, value.partial());
    }

    private static Sql cast(String text, RelDataType type, boolean partial) {
        return new Sql("TRY_CAST(" + text + " AS " + Types.sql(type) + ")", true, partial);
    }

    private Sql call(RexCall call) {
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case AND, OR -> joined(call, " " + call.getKind() + " ", operands);
            case NOT -> around(call, true, "(NOT ", ")");
            case IS_NULL -> around(call, true, "(", " IS NULL)");
            case IS_NOT_NULL -> around(call, true, "(", " IS NOT NULL)");
            case IS_TRUE -> around(call, true, "(", " IS TRUE)");
            case IS_FALSE -> around(call, true, "(", " IS FALSE)");
            case IS_NOT_TRUE -> around(call, true, "(", " IS NOT TRUE)");
            case IS_NOT_FALSE -> around(call, true, "(", " IS NOT FALSE)");
            case EQUALS -> compared(call, " = ");
            case NOT_EQUALS -> compared(call, " <> ");
            case LESS_THAN -> compared(call, " < ");
            case LESS_THAN_OR_EQUAL -> compared(call, " <= ");
            case GREATER_THAN -> compared(call, " > ");
            case GREATER_THAN_OR_EQUAL -> compared(call, " >= ");
            case IS_DISTINCT_FROM -> compared(call, " IS DISTINCT FROM ");
            case IS_NOT_DISTINCT_FROM -> compared(call, " IS NOT DISTINCT FROM ");
            case SEARCH -> write(RexUtil.expandSearch(plan.rexBuilder(), null, call));
            case CASE -> caseOf(call);
            case COALESCE -> function("COALESCE", values(operands, call.getType()), call, false);
            case CAST, SAFE_CAST -> userCast(operands.get(0), call.getType());
            default -> new FunctionWriter(this).write(call);
        };
    }

    Sql joined(RexCall call, String separator, List<RexNode> operands) {
        return combined(operands.stream().map(this::write).toList(), separator, call);
    }

    private static Sql combined(List<Sql> parts, String separator, RexCall call) {
        String text = inGroups(parts.stream().map(Sql::text).toList(), separator);
        return new Sql("(" + text + ")", isPlainType(call), parts.stream().anyMatch(Sql::partial));
    }

    /** A parser reads a chain of operators as deep as it is long, and an IN list is a long one: brackets make it flat. */
    private static String inGroups(List<String> texts, String separator) {
        List<String> groups = texts;
        while (groups.size() > FLAT) {
            List<String> wider = new ArrayList<>();
            for (int i = 0; i < groups.size(); i += FLAT) {
                List<String> group = groups.subList(i, Math.min(i + FLAT, groups.size()));
                wider.add(group.size() == 1 ? group.get(0) : "(" + String.join(separator, group) + ")");
            }
            groups = wider;
        }
        return String.join(separator, groups);
    }

    /** Conditions are BOOLEAN and strings are VARCHAR on both sides; only numbers and times may differ. */
    static boolean isPlainType(RexCall call) {
        return SqlTypeUtil.inBooleanFamily(call.getType()) || Types.isText(call.getType());
    }

    private Sql around(RexCall call, boolean exact, String before, String after) {
        Sql operand = write(call.getOperands().get(0));
        return new Sql(before + operand.text() + after, exact, operand.partial());
    }

    private Sql compared(RexCall call, String operator) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        Comparison pair = Comparison.of(write(left), left.getType(), write(right), right.getType());
        return combined(List.of(pair.left(), pair.right()), operator, call);
    }

    /** Operands of one result type: numbers are brought to it before DuckDB does so in its own way. */
    List<Sql> values(List<RexNode> operands, RelDataType type) {
        return operands.stream().map(operand -> value(operand, type)).toList();
    }

    private Sql value(RexNode operand, RelDataType type) {
        boolean numberOrTime = SqlTypeUtil.isNumeric(type) || SqlTypeUtil.isDatetime(type);
        return numberOrTime ? converted(write(operand), operand.getType(), type) : write(operand);
    }

    private Sql caseOf(RexCall call) {
        List<RexNode> operands = call.getOperands();
        StringBuilder text = new StringBuilder("CASE");
        List<Sql> parts = new ArrayList<>();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            Sql when = write(operands.get(i));
            Sql then = value(operands.get(i + 1), call.getType());
            text.append(" WHEN ").append(when.text()).append(" THEN ").append(then.text());
            parts.add(when);
            parts.add(then);
        }
        Sql last = value(operands.get(operands.size() - 1), call.getType());
        parts.add(last);
        text.append(" ELSE ").append(last.text()).append(" END");
        boolean typed = call.getType().getSqlTypeName() != SqlTypeName.NULL;
        return new Sql(text.toString(), typed, parts.stream().anyMatch(Sql::partial));
    }

    /** A cast that the query asks for: what does not convert is NULL, and a string is cut to a length that was given. */
    private Sql userCast(RexNode operand, RelDataType type) {
        if (Types.isInterval(operand.getType()) || Types.isInterval(type)) {
            throw Unsupported.of("a cast from or to an interval");
        }
        Sql value = converted(write(operand), operand.getType(), type);
        int length = type.getPrecision();
        boolean cut = Types.isText(type)
                && length >= 0
                && !(Types.isText(operand.getType())
                        && operand.getType().getPrecision() >= 0
                        && operand.getType().getPrecision() <= length);
        return cut ? new Sql("SUBSTRING(" + value.text() + ", 1, " + length + ")", true, value.partial()) : value;
    }

    /** {@code NAME(a, b)}; in {@code TRY} if it may raise. */
    Sql function(String name, List<Sql> operands, RexCall call, boolean mayRaise) {
        String text =
                name + "(" + String.join(", ", operands.stream().map(Sql::text).toList()) + ")";
        boolean partial = operands.stream().anyMatch(Sql::partial);
        Sql plain = new Sql(text, isPlainType(call), partial);
        return mayRaise ? attempt(plain) : plain;
    }

    static Sql attempt(Sql value) {
        return new Sql("TRY(" + value.text() + ")", value.exact(), true);
    }

    private Sql subQuery(RexSubQuery subQuery) {
        return switch (subQuery.getKind()) {
            case EXISTS -> Sql.exact("(EXISTS (" + plan.query(subQuery.rel) + "))");
            case SCALAR_QUERY -> Sql.loose("(" + plan.query(subQuery.rel) + ")");
            case IN -> in(subQuery);
            default -> throw Unsupported.of("a sub-query of kind " + subQuery.getKind());
        };
    }

    private Sql in(RexSubQuery subQuery) {
        if (subQuery.getOperands().size() != 1) {
            // DuckDB compares rows as values, where NULL equals NULL.
            throw Unsupported.of("IN over several columns; write EXISTS");
        }
        RexNode operand = subQuery.getOperands().get(0);
        RelDataType column = subQuery.rel.getRowType().getFieldList().get(0).getType();
        String common = Comparison.common(operand.getType(), column);
        Sql value = Comparison.as(write(operand), common);
        String query = plan.query(subQuery.rel, field -> Comparison.as(field, common));
        return new Sql("(" + value.text() + " IN (" + query + "))", true, value.partial());
    }
}
