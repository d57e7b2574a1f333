package io.cleanroom.server.collaboration;

import java.util.Set;

/** The words that a column or table can bear only in quotes; a test holds the list against the parser's. */
final class ReservedWords {
    private static final Set<String> WORDS = Set.of(
            "all", "and", "any", "as", "asc", "between", "by", "case", "cast", "check", "column", "create", "cross",
            "current_date", "date", "day", "default", "desc", "distinct", "drop", "else", "end", "exists", "false",
            "fetch", "for", "from", "full", "grant", "group", "having", "hour", "in", "inner", "interval", "into", "is",
            "join", "left", "like", "limit", "minute", "month", "natural", "not", "null", "offset", "on", "or", "order",
            "outer", "range", "references", "right", "row", "rows", "second", "select", "set", "some", "table", "then",
            "time", "timestamp", "to", "true", "union", "unique", "user", "using", "value", "values", "when", "where",
            "window", "with", "year");

    static boolean contains(String word) {
        return WORDS.contains(word);
    }

    private ReservedWords() {}
}
