package io.cleanroom.server.hashing;

/** White space as Unicode, and Python's {@code str.strip}, see it: more than {@link String#strip}, which keeps U+00A0. */
final class WhiteSpace {
    private static final int NEXT_LINE = 0x85;

    private WhiteSpace() {}

    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && is(text.charAt(start))) {
            start++;
        }
        while (end > start && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean is(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }

    /** Nobody sees it in print, or it cannot be written in UTF-8. */
    static boolean isHidden(int codePoint) {
        int type = Character.getType(codePoint);
        return is(codePoint)
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }
}
