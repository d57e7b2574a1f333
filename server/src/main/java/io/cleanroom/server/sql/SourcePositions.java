package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Where a validated query names its columns, for pointing at them: Calcite's plans do not remember. */
public final class SourcePositions {
    private final String sql;
    private final List<SqlIdentifier> identifiers = new ArrayList<>();

    SourcePositions(String sql, SqlNode validated) {
        this.sql = sql;
        validated.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier id) {
                identifiers.add(id);
                return super.visit(id);
            }
        });
    }

    /** The statement as the client sent it. */
    public String sql() {
        return sql;
    }

    /** The first place at or after which the column is named; later mentions are not told apart. */
    public Optional<SqlParserPos> column(Name column) {
        return identifiers.stream()
                .filter(id -> !id.isStar() && id.names.get(id.names.size() - 1).equalsIgnoreCase(column.text()))
                .map(SqlIdentifier::getParserPosition)
                .filter(pos -> pos.getLineNum() > 0)
                .min(java.util.Comparator.comparingInt(SqlParserPos::getLineNum)
                        .thenComparingInt(SqlParserPos::getColumnNum));
    }
}
