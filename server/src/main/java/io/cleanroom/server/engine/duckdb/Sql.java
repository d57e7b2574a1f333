package io.cleanroom.server.engine.duckdb;

/**
 * An expression in text.
 *
 * @param exact whether DuckDB's own type is known to be the declared one, so that a cast to it would change nothing
 * @param partial whether it contains {@code TRY}, which DuckDB accepts over neither aggregates, windows nor sub-queries
 */
record Sql(String text, boolean exact, boolean partial) {
    /** Some forms write an operand twice, and one within another grows as a power of two. */
    private static final int LONGEST = 1_000_000;

    Sql {
        if (text.length() > LONGEST) {
            throw Unsupported.of("an expression of more than " + LONGEST + " characters; nest it less deeply");
        }
    }

    static Sql exact(String text) {
        return new Sql(text, true, false);
    }

    static Sql loose(String text) {
        return new Sql(text, false, false);
    }

    Sql as(boolean nowExact) {
        return new Sql(text, nowExact, partial);
    }

    static String quote(String identifier) {
        return '"' + clean(identifier).replace("\"", "\"\"") + '"';
    }

    static String string(String value) {
        return '\'' + clean(value).replace("'", "''") + '\'';
    }

    /** NUL marks parameters in text that is being put together (see {@link DuckDbSql}); nothing else may contain it. */
    private static String clean(String text) {
        if (text.indexOf('\0') >= 0) {
            throw Unsupported.of("a NUL character in a name or string");
        }
        return text;
    }
}
