package io.cleanroom.jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JDBC's patterns of names: {@code %} any text, {@code _} any character, {@code \} takes the next one as it is. */
final class NamePattern {
    private NamePattern() {}

    /** A null pattern matches every name; upper and lower case are the same, as everywhere in names. */
    static boolean matches(@Nullable String pattern, String name) {
        if (pattern == null || pattern.equals("%")) {
            return true;
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                if (c == '\\' && i + 1 < pattern.length()) {
                    i++;
                }
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL)
                .matcher(name)
                .matches();
    }
}
