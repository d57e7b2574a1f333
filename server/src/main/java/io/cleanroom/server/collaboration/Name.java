package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a member, collaboration, table, column or template. Matching ignores case, so a name is held in lower case
 * and two names that differ in case alone are equal. At most 127 characters, no control characters, not blank.
 */
public record Name(String text) implements Comparable<Name> {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    public Name {
        if (text.isBlank() || text.length() > 127 || text.chars().anyMatch(Character::isISOControl)) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "a name has 1 to 127 characters and no control characters. Provided: "
                            + (text.isBlank() ? "a blank name" : text.length() + " characters"));
        }
        text = text.toLowerCase(Locale.ROOT);
    }

    public static Name of(String text) {
        return new Name(text);
    }

    /** As it must be written in SQL: plain where that is enough, else in double quotes. */
    public String sql() {
        return PLAIN.matcher(text).matches() && !ReservedWords.contains(text)
                ? text
                : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(Name other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
