package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Turns spellings that mean the same into one before validation, and checks what the validator cannot. */
final class Spelling extends SqlShuttle {
    private static final Set<String> UNITS = new TreeSet<>(Set.of(
            "year", "quarter", "month", "week", "day", "hour", "minute", "second", "decade", "century", "millennium"));

    private final String sql;

    Spelling(String sql) {
        this.sql = sql;
    }

    SqlNode canonical(SqlNode statement) {
        SqlNode result = statement.accept(this);
        if (result == null) {
            throw new IllegalStateException("a statement does not vanish");
        }
        return result;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        SqlNode visited = super.visit(call);
        if (!(visited instanceof SqlCall seen)) {
            return visited;
        }
        if (seen.getOperator().equals(SqlStdOperatorTable.DIVIDE)) {
            return CleanroomOperators.DIVIDE.createCall(seen.getParserPosition(), seen.getOperandList());
        }
        if (seen.getOperator().equals(StatementWords.INFIX_CAST)) {
            return SqlStdOperatorTable.CAST.createCall(seen.getParserPosition(), seen.getOperandList());
        }
        if (seen.getOperator().getName().equalsIgnoreCase("DATE_TRUNC") && seen.operandCount() == 2) {
            checkUnit(seen.operand(0));
        }
        return seen;
    }

    private void checkUnit(SqlNode unit) {
        if (!(unit instanceof SqlLiteral literal)
                || !UNITS.contains(String.valueOf(literal.getValueAs(Object.class))
                        .replace("'", "")
                        .toLowerCase(Locale.ROOT))) {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    "DATE_TRUNC takes one of " + UNITS + " in quotes as its first argument"
                            + Caret.at(sql, unit.getParserPosition()));
        }
    }
}
