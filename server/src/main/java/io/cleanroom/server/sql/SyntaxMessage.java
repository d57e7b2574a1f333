package io.cleanroom.server.sql;

import io.cleanroom.server.error.Near;
import io.cleanroom.server.sql.parser.CleanroomSqlParserConstants;
import io.cleanroom.server.sql.parser.Token;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Says where a statement cannot be parsed, what was found there and, where that helps, what would be right. */
final class SyntaxMessage {
    /** More alternatives than these help nobody. */
    private static final int MOST_ALTERNATIVES = 8;

    /** What begins a clause; a misspelt one is taken for an alias, so that the error comes a word later. */
    private static final List<String> CLAUSES = List.of(
            "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "INNER", "LEFT", "JOIN", "USING", "UNION");

    /** Keywords that nobody means as a name. */
    private static final Set<String> NEVER_NAMES = Set.of(
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "LIMIT",
            "JOIN",
            "ON",
            "AND",
            "OR",
            "NOT",
            "AS",
            "BY",
            "UNION",
            "SELECT",
            "WITH",
            "THEN",
            "ELSE",
            "WHEN",
            "IN",
            "IS",
            "DISTINCT",
            "CREATE",
            "ALTER",
            "DROP",
            "SET");

    /** What begins a statement, and what may come next. */
    private static final Map<String, String> STARTS = Map.ofEntries(
            Map.entry("SELECT", "columns"),
            Map.entry("WITH", "a name"),
            Map.entry("CALL", "the name of a template"),
            Map.entry("SUBMIT", "SELECT or CALL"),
            Map.entry("CANCEL", "PROTECTED QUERY"),
            Map.entry("EXPLAIN", "PLAN FOR or ANALYSIS TEMPLATE"),
            Map.entry("CREATE", "ACCESS TOKEN, ANALYSIS TEMPLATE, COLLABORATION, CONFIGURED TABLE, MEMBER or USER"),
            Map.entry("ALTER", "CONFIGURED TABLE or USER"),
            Map.entry("DROP", "ACCESS TOKEN, ANALYSIS TEMPLATE, COLLABORATION, CONFIGURED TABLE, MEMBER or USER"),
            Map.entry("ASSOCIATE", "CONFIGURED TABLE"),
            Map.entry("DISASSOCIATE", "CONFIGURED TABLE"),
            Map.entry("APPROVE", "ANALYSIS TEMPLATE"),
            Map.entry("REVOKE", "ANALYSIS TEMPLATE"),
            Map.entry("JOIN", "COLLABORATION"),
            Map.entry("LEAVE", "COLLABORATION"),
            Map.entry("SHOW", "CREATE COLLABORATION or DIFF ANALYSIS TEMPLATE"),
            Map.entry("DESCRIBE", "SOURCE"));

    /** What the grammar's tokens without a text of their own are called. */
    private static final Map<String, String> NAMES = Map.of(
            "<IDENTIFIER>", "a name",
            "<QUOTED_STRING>", "a text in single quotes",
            "<UNSIGNED_INTEGER_LITERAL>", "a whole number",
            "<EOF>", "the end of the statement");

    private final String sql;
    private final List<Token> tokens;
    private final int at;
    private final List<String> expected;

    private SyntaxMessage(String sql, List<Token> tokens, int at, List<String> expected) {
        this.sql = sql;
        this.tokens = tokens;
        this.at = at;
        this.expected = expected;
    }

    /** With line, column and caret. */
    static String of(String sql, SqlParseException e, SqlParserPos pos) {
        List<Token> tokens = Tokens.of(sql);
        boolean ended = String.valueOf(e.getMessage()).startsWith("Encountered \"<EOF>\"");
        int from = ended ? tokens.size() - 1 : Tokens.at(tokens, pos);
        int[][] sequences = e.getExpectedTokenSequences();
        String[] images = e.getTokenImages();
        if (from < 0) {
            return "cannot be parsed: unexpected " + Caret.word(sql, pos) + Caret.at(sql, pos);
        }
        if (sequences == null || images == null) {
            return new SyntaxMessage(sql, tokens, from, List.of()).text();
        }
        int ahead = understood(tokens, from, sequences);
        List<String> expected = fitting(tokens, from, ahead, sequences)
                .map(sequence -> images[sequence[ahead]])
                .distinct()
                .toList();
        return new SyntaxMessage(sql, tokens, from + ahead, expected).text();
    }

    /** How many tokens from the place on some alternative of the grammar would still have taken. */
    private static int understood(List<Token> tokens, int from, int[][] sequences) {
        int ahead = 0;
        while (fitting(tokens, from, ahead + 1, sequences).findAny().isPresent()) {
            ahead++;
        }
        return ahead;
    }

    private static Stream<int[]> fitting(List<Token> tokens, int from, int ahead, int[][] sequences) {
        return Arrays.stream(sequences)
                .filter(sequence -> sequence.length > ahead && from + ahead < tokens.size())
                .filter(sequence -> {
                    for (int i = 0; i < ahead; i++) {
                        if (sequence[i] != tokens.get(from + i).kind) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private String text() {
        Token token = tokens.get(at);
        SqlParserPos pos = Tokens.position(token);
        if (token.kind == CleanroomSqlParserConstants.EOF) {
            return "cannot be parsed: the statement ends too early" + alternatives() + Caret.at(sql, pos);
        }
        return "cannot be parsed: unexpected '" + shortened(token.image) + "'" + hint(token) + Caret.at(sql, pos);
    }

    private String hint(Token token) {
        String word = token.image.toUpperCase(Locale.ROOT);
        if (at == 0) {
            return start(word);
        }
        if (word.equals("'")) {
            return "; a text is not closed (a quote inside of a text is written twice)";
        }
        if (word.equals("\"")) {
            return "; a quoted name is not closed";
        }
        if (NEVER_NAMES.contains(word) && tokens.get(at - 1).image.equals(",")) {
            return "; there is a comma too many before it";
        }
        if (Tokens.isWord(tokens.get(at - 1)) || Tokens.isKeyword(tokens.get(at - 1))) {
            String before = tokens.get(at - 1).image.toUpperCase(Locale.ROOT);
            String clause = CLAUSES.contains(before) ? "" : Near.hint(before, CLAUSES);
            if (!clause.isEmpty()) {
                return " after '" + shortened(tokens.get(at - 1).image) + "'" + clause;
            }
        }
        if (!Tokens.isWord(token) && !Tokens.isKeyword(token)) {
            return alternatives();
        }
        List<String> keywords = expected.stream()
                .filter(Keywords::isKeyword)
                .map(SyntaxMessage::bare)
                .filter(keyword -> keyword.length() > 2)
                .toList();
        String meant = Near.hint(word, keywords);
        if (!meant.isEmpty()) {
            return meant;
        }
        return Tokens.isKeyword(token) && expected.contains("<IDENTIFIER>") && !NEVER_NAMES.contains(word)
                ? "; it is a keyword: a table or column of this name is written \""
                        + token.image.toLowerCase(Locale.ROOT) + "\", in double quotes"
                : alternatives();
    }

    private static String start(String word) {
        String next = STARTS.get(word);
        if (next != null) {
            return "; after " + word + " comes " + next;
        }
        String near = Near.hint(word, STARTS.keySet());
        return near.isEmpty()
                ? "; a statement starts with "
                        + STARTS.keySet().stream().sorted().collect(Collectors.joining(", "))
                : near;
    }

    private String alternatives() {
        List<String> known = expected.stream()
                .filter(token -> token.startsWith("\"") || NAMES.containsKey(token))
                .filter(token -> !token.equals("\"UESCAPE\""))
                .map(token -> NAMES.getOrDefault(token, bare(token)))
                .sorted()
                .distinct()
                .toList();
        return known.isEmpty() || known.size() > MOST_ALTERNATIVES
                ? ""
                : "; expected here: " + String.join(" or ", known);
    }

    private static String shortened(String word) {
        return word.length() > 40 ? word.substring(0, 40) : word;
    }

    private static String bare(String image) {
        return image.substring(1, image.length() - 1);
    }
}
