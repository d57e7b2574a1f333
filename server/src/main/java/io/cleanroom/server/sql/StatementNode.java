package io.cleanroom.server.sql;

import io.cleanroom.server.sql.statement.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Carries one of our statements out of Calcite's parser; nothing of Calcite ever validates or unparses it. */
public final class StatementNode extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("CLEANROOM STATEMENT", SqlKind.OTHER_DDL);

    private final Statement statement;
    private final @Nullable SqlParserPos body;

    public StatementNode(SqlParserPos pos, Statement statement) {
        this(pos, statement, null);
    }

    /** A statement with a query whose text must be kept as written, at {@code body}. */
    public StatementNode(SqlParserPos pos, Statement statement, @Nullable SqlParserPos body) {
        super(pos);
        this.statement = statement;
        this.body = body;
    }

    public Statement statement() {
        return statement;
    }

    @Nullable
    SqlParserPos body() {
        return body;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of();
    }
}
