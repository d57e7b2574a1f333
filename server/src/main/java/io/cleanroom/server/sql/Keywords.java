package io.cleanroom.server.sql;

/** Tells the grammar's words from its other tokens. */
public final class Keywords {
    private Keywords() {}

    /** Whether a token is a word of the grammar; {@code image} is its entry in JavaCC's table, such as {@code "SELECT"} in quotes. */
    public static boolean isKeyword(String image) {
        return image.length() > 2
                && image.charAt(0) == '"'
                && image.chars().skip(1).limit(image.length() - 2).allMatch(c -> c == '_' || Character.isLetter(c));
    }
}
