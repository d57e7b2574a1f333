package io.cleanroom.server.attack;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that must never come out, each with the token of this run in it, so that one is known wherever it shows.
 *
 * @param token eight characters, of this run alone
 */
record Canaries(String token) {
    /** A person's identity. */
    String key(int person) {
        return "key" + token + "p" + person;
    }

    /** A value of an ungranted column, different in every room. */
    String secret(String column, int person, Twin room) {
        return "sec" + token + column + room.letter + person;
    }

    /** What a group of too few people is called. */
    String hidden(String group) {
        return "hid" + token + group;
    }

    /** Every canary in the text, but those that the adversary wrote himself. */
    Set<String> in(String text, String writtenByAdversary) {
        Set<String> found = find(text);
        found.removeAll(find(writtenByAdversary));
        return found;
    }

    private Set<String> find(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher =
                Pattern.compile("(?:key|sec|hid)" + token + "[a-z0-9_]*").matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
