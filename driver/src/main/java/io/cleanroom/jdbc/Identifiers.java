package io.cleanroom.jdbc;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names as the server's SQL wants them: plain where it can read them so, else in double quotes. */
final class Identifiers {
    static final int LONGEST = 127;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]|\"\")+\"");
    /** The words that the server takes for a name in quotes alone. */
    private static final Set<String> RESERVED =
            Set.of(("all and any as asc between by case cast check column create cross current_date date day "
                            + "default desc distinct drop else end exists false fetch for from full grant group having "
                            + "hour in inner interval into is join left like limit minute month natural not null offset "
                            + "on or order outer range references right row rows second select set some table then time "
                            + "timestamp to true union unique user using value values when where window with year")
                    .split(" "));

    private Identifiers() {}

    static boolean isSimple(String identifier) {
        return identifier.length() <= LONGEST
                && PLAIN.matcher(identifier).matches()
                && !RESERVED.contains(identifier.toLowerCase(Locale.ROOT));
    }

    /** A quoted one stays as it is. */
    static String enquote(String identifier, boolean always) throws SQLException {
        if (identifier.isBlank()
                || identifier.length() > LONGEST + 2
                || identifier.chars().anyMatch(Character::isISOControl)) {
            throw Errors.of("a name has 1 to " + LONGEST + " characters and no control characters", Errors.BAD_VALUE);
        }
        if (QUOTED.matcher(identifier).matches() || (!always && isSimple(identifier))) {
            return identifier;
        }
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
