package io.cleanroom.server.hashing;

import java.util.Locale;

/**
 * E-mail addresses without surrounding white space, in lower case. That is all, because all members must do the same:
 * Python's {@code email.strip().lower()} gives the same text. Dots and tags ({@code ann.lee+shop@}) stay, for to most mail
 * services they matter.
 *
 * <p>What nobody's address looks like is refused, not mended: its hash would be one that never meets another.
 */
final class EmailAddresses implements Normaliser {
    private static final int LONGEST = 320;
    private static final int HASH_LENGTH = 64;
    private static final String NOT_PLAIN = "<>()[],;:\\\"";

    @Override
    public Normalised normalise(String value) {
        String text = WhiteSpace.strip(value).toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return new Normalised.Absent();
        }
        String wrong = wrong(text);
        return wrong.isEmpty() ? new Normalised.Text(text) : new Normalised.Bad(wrong);
    }

    /** Empty if nothing is. */
    private static String wrong(String text) {
        if (text.length() > LONGEST) {
            return "is longer than " + LONGEST + " characters";
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || (c >= 0x7f && WhiteSpace.isHidden(text.codePointAt(i)))) {
                return "has a space, a control or an invisible character inside";
            }
            if (NOT_PLAIN.indexOf(c) >= 0) {
                return "has one of the characters " + NOT_PLAIN + ", which a plain address has not";
            }
        }
        int at = text.indexOf('@');
        if (at < 0) {
            return text.length() == HASH_LENGTH && text.chars().allMatch(c -> Character.digit(c, 16) >= 0)
                    ? "is a hash already"
                    : "has no @";
        }
        if (text.indexOf('@', at + 1) >= 0) {
            return "has more than one @";
        }
        if (at == 0) {
            return "has nothing before the @";
        }
        String domain = text.substring(at + 1);
        boolean dots = domain.startsWith(".") || domain.endsWith(".") || domain.contains("..");
        return domain.isEmpty() || dots ? "has no domain name after the @" : "";
    }
}
