package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * One function for the names that PostgreSQL, Redshift, SQL Server and JDBC give it. Units and patterns are checked here,
 * where their place in the text is known.
 */
final class Synonyms {
    /** Same operands, other name. */
    private static final Map<String, SqlOperator> NAMES = Map.ofEntries(
            Map.entry("NVL", SqlStdOperatorTable.COALESCE),
            Map.entry("IFNULL", SqlStdOperatorTable.COALESCE),
            Map.entry("LEN", SqlStdOperatorTable.CHAR_LENGTH),
            Map.entry("POW", SqlStdOperatorTable.POWER),
            Map.entry("UCASE", SqlStdOperatorTable.UPPER),
            Map.entry("LCASE", SqlStdOperatorTable.LOWER),
            Map.entry("NOW", SqlStdOperatorTable.LOCALTIMESTAMP),
            Map.entry("GETDATE", SqlStdOperatorTable.LOCALTIMESTAMP),
            Map.entry("CURDATE", SqlStdOperatorTable.CURRENT_DATE),
            Map.entry("CURTIME", SqlStdOperatorTable.LOCALTIME),
            Map.entry("DAY", SqlStdOperatorTable.DAYOFMONTH),
            Map.entry("DATE_ADD", DateFunctions.DATEADD),
            Map.entry("TRANSLATE3", TextFunctions.TRANSLATE),
            Map.entry("TIMESTAMPADD", DateFunctions.DATEADD));

    private static final Set<String> UNIT_FIRST = Set.of("DATE_TRUNC", "DATEADD", "DATEDIFF", "TIMESTAMPDIFF");
    private static final Set<String> PATTERN_SECOND = Set.of("TO_CHAR", "TO_DATE", "TO_TIMESTAMP");

    private final String sql;

    Synonyms(String sql) {
        this.sql = sql;
    }

    SqlCall canonical(SqlCall call) {
        if (!(call.getOperator() instanceof SqlFunction)) {
            return call;
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        List<SqlNode> operands = call.getOperandList();
        SqlParserPos pos = call.getParserPosition();
        SqlCall special = special(name, operands, pos);
        if (special != null) {
            return special;
        }
        SqlOperator operator = NAMES.get(name);
        String canonical = operator == null ? name : operator.getName();
        if (UNIT_FIRST.contains(canonical) && !operands.isEmpty()) {
            List<SqlNode> checked = new ArrayList<>(operands);
            checked.set(0, unit(canonical, operands.get(0)));
            operands = checked;
        } else if (PATTERN_SECOND.contains(canonical) && operands.size() == 2) {
            checkPattern(canonical, operands.get(1));
        }
        if (operator != null) {
            return operator.createCall(pos, operands);
        }
        return operands.equals(call.getOperandList())
                ? call
                : canonical.equals("TIMESTAMPDIFF")
                        ? DateFunctions.TIMESTAMPDIFF.createCall(pos, operands)
                        : call.getOperator().createCall(pos, operands);
    }

    /** Those whose operands change; null for the others. */
    private @org.jspecify.annotations.Nullable SqlCall special(String name, List<SqlNode> operands, SqlParserPos pos) {
        int given = operands.size();
        return switch (name) {
            case "IF", "IIF" -> given == 3 ? choice(operands.get(0), operands.get(1), operands.get(2), pos) : null;
            case "NVL2" ->
                given == 3
                        ? choice(
                                SqlStdOperatorTable.IS_NOT_NULL.createCall(pos, operands.get(0)),
                                operands.get(1),
                                operands.get(2),
                                pos)
                        : null;
            case "DECODE" -> given >= 3 ? decode(operands, pos) : null;
            case "STRPOS", "INSTR" ->
                given == 2 ? SqlStdOperatorTable.POSITION.createCall(pos, operands.get(1), operands.get(0)) : null;
            case "CHARINDEX", "LOCATE" ->
                given == 2 ? SqlStdOperatorTable.POSITION.createCall(pos, operands.get(0), operands.get(1)) : null;
            case "BTRIM" -> given == 1 || given == 2 ? trimmed(SqlTrimFunction.Flag.BOTH, operands, pos) : null;
            case "LTRIM" -> given == 2 ? trimmed(SqlTrimFunction.Flag.LEADING, operands, pos) : null;
            case "RTRIM" -> given == 2 ? trimmed(SqlTrimFunction.Flag.TRAILING, operands, pos) : null;
            case "DATE" -> given == 1 ? cast(operands.get(0), SqlTypeName.DATE, pos) : null;
            case "EXTRACT" -> given == 2 && isNamedUnit(operands.get(0)) ? part(name, operands, pos) : null;
            case "DATE_PART", "DATEPART" -> given == 2 ? part(name, operands, pos) : null;
            case "ADD_MONTHS" ->
                given == 2
                        ? DateFunctions.DATEADD.createCall(
                                pos, SqlLiteral.createCharString("month", pos), operands.get(1), operands.get(0))
                        : null;
            case "PERCENTILE" -> given == 2 ? StatisticFunctions.percentile(sql, operands, pos) : null;
            case "TRY_CAST", "SAFE_CAST" -> given == 2 ? SqlStdOperatorTable.CAST.createCall(pos, operands) : null;
            case "CONVERT" ->
                given >= 2 && operands.get(0) instanceof SqlDataTypeSpec
                        ? SqlStdOperatorTable.CAST.createCall(pos, operands.get(1), operands.get(0))
                        : null;
            default -> null;
        };
    }

    private static SqlCall choice(SqlNode condition, SqlNode then, SqlNode otherwise, SqlParserPos pos) {
        return new SqlCase(pos, null, SqlNodeList.of(condition), SqlNodeList.of(then), otherwise);
    }

    /** {@code DECODE(x, a, 1, b, 2, 0)}: NULL equals NULL in it. */
    private static SqlCall decode(List<SqlNode> operands, SqlParserPos pos) {
        SqlNodeList when = new SqlNodeList(pos);
        SqlNodeList then = new SqlNodeList(pos);
        int i = 1;
        for (; i + 1 < operands.size(); i += 2) {
            SqlNode wanted = operands.get(i);
            boolean constant = wanted instanceof SqlLiteral literal && literal.getValue() != null;
            SqlOperator same = constant ? SqlStdOperatorTable.EQUALS : SqlStdOperatorTable.IS_NOT_DISTINCT_FROM;
            when.add(same.createCall(pos, operands.get(0), wanted));
            then.add(operands.get(i + 1));
        }
        return new SqlCase(pos, null, when, then, i < operands.size() ? operands.get(i) : SqlLiteral.createNull(pos));
    }

    private static SqlCall trimmed(SqlTrimFunction.Flag ends, List<SqlNode> operands, SqlParserPos pos) {
        SqlNode characters = operands.size() == 2 ? operands.get(1) : SqlLiteral.createCharString(" ", pos);
        return SqlStdOperatorTable.TRIM.createCall(pos, ends.symbol(pos), characters, operands.get(0));
    }

    static SqlCall cast(SqlNode operand, SqlTypeName type, SqlParserPos pos) {
        SqlDataTypeSpec spec = new SqlDataTypeSpec(new org.apache.calcite.sql.SqlBasicTypeNameSpec(type, pos), pos);
        return SqlStdOperatorTable.CAST.createCall(pos, operand, spec);
    }

    /** {@code EXTRACT(MILLISECONDS FROM t)}: what is no keyword of the grammar. */
    private static boolean isNamedUnit(SqlNode unit) {
        return unit instanceof SqlIntervalQualifier qualifier && qualifier.timeFrameName != null;
    }

    private SqlCall part(String name, List<SqlNode> operands, SqlParserPos pos) {
        TimeUnit unit =
                TimeUnits.written(operands.get(0)).map(TimeUnits.PARTS::get).orElse(null);
        if (unit == null) {
            throw wrong(
                    name + " takes one of "
                            + TimeUnits.PARTS.keySet().stream().sorted().toList(),
                    operands.get(0));
        }
        return SqlStdOperatorTable.EXTRACT.createCall(
                pos, new SqlIntervalQualifier(unit, null, operands.get(0).getParserPosition()), operands.get(1));
    }

    private SqlNode unit(String function, SqlNode written) {
        String unit = TimeUnits.written(written)
                .filter(TimeUnits.LENGTHS::contains)
                .orElseThrow(() ->
                        wrong(function + " takes one of " + TimeUnits.LENGTHS + " as its first argument", written));
        return SqlLiteral.createCharString(unit, written.getParserPosition());
    }

    private void checkPattern(String function, SqlNode pattern) {
        boolean read = !function.equals("TO_CHAR");
        boolean good = pattern instanceof SqlLiteral literal
                && TimeUnits.written(pattern).isPresent()
                && DatePattern.pieces(String.valueOf(literal.getValueAs(String.class)))
                        .filter(pieces -> !read || DatePattern.isReadable(pieces))
                        .isPresent();
        if (!good) {
            throw wrong(
                    function + " takes a constant pattern of "
                            + (read
                                    ? "YYYY, YY, MM, MON, MONTH, DD, DDD, HH24, HH12, MI, SS, MS, US, AM"
                                    : "YYYY, YY, IYYY, Q, MM, MON, MONTH, IW, DD, DDD, D, ID, DY, DAY, HH24, HH12, MI, SS, MS,"
                                            + " US, AM")
                            + " and punctuation, other text in double quotes",
                    pattern);
        }
    }

    private Problem wrong(String message, SqlNode where) {
        return new Problem(Code.TYPE_MISMATCH, message + Caret.at(sql, where.getParserPosition()));
    }
}
