package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.parser.CleanroomSqlParser;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.sql.statement.Query;
import io.cleanroom.server.sql.statement.Statement;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.jspecify.annotations.Nullable;

/**
 * Parses one statement. LENIENT conformance lets through what PostgreSQL's users write; BABEL must never be used: it turns
 * an ungrouped {@code hashed_email} into {@code ANY_VALUE(hashed_email)}.
 */
public final class SqlText {
    /** What no statement of ours comes near; longer ones are refused before they cost anything. */
    private static final int LONGEST = 600_000;

    /** How the parser's own messages begin when a token is none that the grammar takes at its place. */
    private static final Pattern UNEXPECTED =
            Pattern.compile("Encountered |Incorrect syntax near|Lexical error|Non-query expression");

    static final SqlParser.Config CONFIG = SqlParser.config()
            .withParserFactory(CleanroomSqlParser.FACTORY)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.TO_LOWER)
            .withQuotedCasing(Casing.UNCHANGED)
            .withCaseSensitive(false)
            .withIdentifierMaxLength(127)
            .withConformance(SqlConformanceEnum.LENIENT);

    private SqlText() {}

    /** Throws {@code Problem} 42601 with line, column and caret. */
    public static Statement parse(String sql) {
        SqlNode node = parseNode(sql);
        if (node instanceof StatementNode ours) {
            return withBody(ours, sql);
        }
        if (node instanceof SqlExplain) {
            throw new Problem(Code.SYNTAX, "write EXPLAIN PLAN FOR followed by the query, without options");
        }
        if (node.isA(SqlKind.QUERY) || node.getKind() == SqlKind.PROCEDURE_CALL) {
            StatementSize.check(node);
            return new Query.Select(node);
        }
        throw new Problem(
                Code.NOT_SUPPORTED,
                "a clean room takes queries and its own definition statements; "
                        + node.getKind().name().replace('_', ' ') + " statements are not among them");
    }

    /** A query that a template holds. */
    static SqlNode parseQuery(String sql) {
        SqlNode node = parseNode(sql);
        StatementSize.check(node);
        return node;
    }

    static SqlNode parseNode(String sql) {
        if (sql.length() > LONGEST) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "a statement has at most " + LONGEST + " characters. Provided: " + sql.length());
        }
        try {
            return SqlParser.create(sql, CONFIG).parseStmt();
        } catch (SqlParseException e) {
            throw syntax(sql, e);
        } catch (CalciteContextException e) {
            SqlParserPos at = new SqlParserPos(e.getPosLine(), e.getPosColumn());
            throw new Problem(Code.SYNTAX, message(e.getCause()) + Caret.at(sql, at), e);
        } catch (StackOverflowError e) {
            throw StatementSize.tooDeep(e);
        }
    }

    static SqlNode parseExpression(String sql) {
        try {
            return SqlParser.create(sql, CONFIG).parseExpression();
        } catch (SqlParseException e) {
            throw syntax(sql, e);
        } catch (StackOverflowError e) {
            throw StatementSize.tooDeep(e);
        }
    }

    private static Problem syntax(String sql, SqlParseException e) {
        if (e.getCause() instanceof Problem ours) {
            return ours;
        }
        if (e.getCause() instanceof StackOverflowError) {
            return StatementSize.tooDeep(e);
        }
        SqlParserPos pos = e.getPos();
        if (pos == null) {
            return new Problem(Code.SYNTAX, "cannot be parsed: " + firstLine(String.valueOf(e.getMessage())), e);
        }
        String found = String.valueOf(e.getMessage());
        String what = UNEXPECTED.matcher(found).lookingAt()
                ? SyntaxMessage.of(sql, e, pos)
                : "cannot be parsed: " + firstLine(found) + Caret.at(sql, pos);
        return new Problem(Code.SYNTAX, what, e);
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null ? "cannot be parsed" : firstLine(String.valueOf(cause.getMessage()));
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private static Statement withBody(StatementNode node, String sql) {
        SqlParserPos body = node.body();
        if (body != null && node.statement() instanceof Definition.CreateTemplate create) {
            return new Definition.CreateTemplate(
                    create.collaboration(),
                    create.name(),
                    create.parameters(),
                    create.description(),
                    Caret.text(sql, body),
                    create.orReplace(),
                    create.ifNotExists());
        }
        return node.statement();
    }
}
