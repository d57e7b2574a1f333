package io.cleanroom.server.sql;

import io.cleanroom.server.sql.parser.CleanroomSqlParserConstants;
import io.cleanroom.server.sql.parser.CleanroomSqlParserTokenManager;
import io.cleanroom.server.sql.parser.SimpleCharStream;
import io.cleanroom.server.sql.parser.Token;
import io.cleanroom.server.sql.parser.TokenMgrError;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A statement's text as the grammar's tokens. */
final class Tokens {
    private Tokens() {}

    /** All tokens, with the one for the end; up to the place that is none, if there is one. */
    static List<Token> of(String sql) {
        CleanroomSqlParserTokenManager source =
                new CleanroomSqlParserTokenManager(new SimpleCharStream(new StringReader(sql), 1, 1));
        source.SwitchTo(CleanroomSqlParserConstants.DQID);
        List<Token> tokens = new ArrayList<>();
        try {
            Token token;
            do {
                token = source.getNextToken();
                tokens.add(token);
            } while (token.kind != CleanroomSqlParserConstants.EOF);
        } catch (TokenMgrError e) {
            return tokens;
        }
        return tokens;
    }

    /** The index of the token that starts at a position, or -1. */
    static int at(List<Token> tokens, SqlParserPos pos) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.beginLine == pos.getLineNum() && token.beginColumn == pos.getColumnNum()) {
                return i;
            }
        }
        return -1;
    }

    static SqlParserPos position(Token token) {
        return new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
    }

    static boolean isWord(Token token) {
        return token.kind == CleanroomSqlParserConstants.IDENTIFIER;
    }

    static boolean isKeyword(Token token) {
        return Keywords.isKeyword(CleanroomSqlParserConstants.tokenImage[token.kind]);
    }
}
