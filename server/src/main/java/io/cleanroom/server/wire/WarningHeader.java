package io.cleanroom.server.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The warnings of one run, beside its answer: Avatica's messages have no place for them, and a client that does not know the
 * header loses nothing else. Each is percent-encoded UTF-8; commas stand between them.
 */
final class WarningHeader {
    static final String NAME = "X-Cleanroom-Warnings";

    /** All headers of an answer have to fit into 8 kB. */
    private static final int LONGEST = 4000;

    private WarningHeader() {}

    /** As many as fit, and how many did not. */
    static String value(List<String> warnings) {
        List<String> encoded = new ArrayList<>();
        int length = 0;
        for (String warning : warnings) {
            String text = URLEncoder.encode(warning, StandardCharsets.UTF_8);
            length += text.length() + 1;
            if (length > LONGEST) {
                int left = warnings.size() - encoded.size();
                encoded.add(URLEncoder.encode("warnings that are not shown: " + left, StandardCharsets.UTF_8));
                break;
            }
            encoded.add(text);
        }
        return String.join(",", encoded);
    }
}
