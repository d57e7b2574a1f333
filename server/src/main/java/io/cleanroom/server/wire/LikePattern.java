package io.cleanroom.server.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of {@code DatabaseMetaData}: % for any characters, _ for one, \ before one that is meant; case is ignored.
 * Not a regular expression underneath, so that no pattern takes long.
 */
final class LikePattern {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final List<Integer> parts = new ArrayList<>();

    private LikePattern(String pattern) {
        String text = pattern.toLowerCase(Locale.ROOT);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                parts.add((int) text.charAt(++i));
            } else {
                parts.add(c == '%' ? ANY : c == '_' ? ONE : c);
            }
        }
    }

    /** Null matches everything. */
    static LikePattern of(@Nullable String pattern) {
        return new LikePattern(pattern == null ? "%" : pattern);
    }

    boolean matches(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        int at = 0;
        int part = 0;
        int lastAny = -1;
        int afterAny = 0;
        while (at < text.length()) {
            int wanted = part < parts.size() ? parts.get(part) : 0;
            if (part < parts.size() && wanted == ANY) {
                lastAny = part++;
                afterAny = at;
            } else if (part < parts.size() && (wanted == ONE || wanted == text.charAt(at))) {
                part++;
                at++;
            } else if (lastAny >= 0) {
                part = lastAny + 1;
                at = ++afterAny;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part) == ANY) {
            part++;
        }
        return part == parts.size();
    }
}
