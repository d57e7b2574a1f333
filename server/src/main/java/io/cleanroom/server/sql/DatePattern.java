package io.cleanroom.server.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's patterns for dates and times, as of TO_CHAR, TO_DATE and TO_TIMESTAMP: {@code YYYY-MM-DD HH24:MI:SS}. A letter
 * that begins no part is refused rather than copied, because a misspelt part would be copied too.
 */
public final class DatePattern {
    /** One piece: a part of the time, or text to copy. */
    public sealed interface Piece {}

    /** Text to copy. */
    public record Copied(String text) implements Piece {}

    /** A part as {@code strftime} knows it, such as {@code %Y}. */
    public record Part(String code, Letters letters, int width) implements Piece {}

    /** The quarter, or the day of the week from 1 for Sunday, which {@code strftime} has not. */
    public record Counted(String unit, int plus) implements Piece {}

    /** What becomes of a name's letters. */
    public enum Letters {
        AS_THEY_ARE,
        UPPER,
        LOWER
    }

    private static final int NAME_WIDTH = 9;

    /** Longer ones first, so that {@code MONTH} is not {@code MON} and {@code TH}. */
    private static final Pattern NEXT = Pattern.compile(
            "\"([^\"]*)\"|(FM)?(YYYY|IYYY|MONTH|Month|month|HH24|HH12|DDD|MON|Mon|mon|DAY|Day|day|YY|MM|DD|DY|Dy|dy|HH|MI|SS"
                    + "|MS|US|AM|PM|am|pm|IW|ID|yyyy|iyyy|hh24|hh12|ddd|yy|mm|dd|hh|mi|ss|ms|us|iw|id|Q|q|D|d)|([^A-Za-z\"])");

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("YYYY", "%Y"),
            Map.entry("IYYY", "%G"),
            Map.entry("YY", "%y"),
            Map.entry("MM", "%m"),
            Map.entry("MON", "%b"),
            Map.entry("MONTH", "%B"),
            Map.entry("DD", "%d"),
            Map.entry("DDD", "%j"),
            Map.entry("DY", "%a"),
            Map.entry("DAY", "%A"),
            Map.entry("ID", "%u"),
            Map.entry("IW", "%V"),
            Map.entry("HH24", "%H"),
            Map.entry("HH12", "%I"),
            Map.entry("HH", "%I"),
            Map.entry("MI", "%M"),
            Map.entry("SS", "%S"),
            Map.entry("MS", "%g"),
            Map.entry("US", "%f"),
            Map.entry("AM", "%p"),
            Map.entry("PM", "%p"));

    /** Parts that a text can be read by. */
    private static final java.util.Set<String> READABLE =
            java.util.Set.of("%Y", "%y", "%m", "%b", "%B", "%d", "%j", "%H", "%I", "%M", "%S", "%g", "%f", "%p");

    private DatePattern() {}

    /** The pieces in order; empty if some letter begins none. */
    public static Optional<List<Piece>> pieces(String pattern) {
        List<Piece> pieces = new ArrayList<>();
        Matcher next = NEXT.matcher(pattern);
        int at = 0;
        while (at < pattern.length()) {
            if (!next.find(at) || next.start() != at) {
                return Optional.empty();
            }
            if (next.group(1) != null) {
                pieces.add(new Copied(next.group(1)));
            } else if (next.group(4) != null) {
                pieces.add(new Copied(next.group(4)));
            } else {
                pieces.add(piece(next.group(3), next.group(2) != null));
            }
            at = next.end();
        }
        return Optional.of(pieces);
    }

    /** Whether a text can be read by the pieces. */
    public static boolean isReadable(List<Piece> pieces) {
        return pieces.stream()
                .allMatch(p -> p instanceof Copied || (p instanceof Part part && READABLE.contains(part.code())));
    }

    private static Piece piece(String written, boolean fillModeOff) {
        String upper = written.toUpperCase(java.util.Locale.ROOT);
        if (upper.equals("Q")) {
            return new Counted("QUARTER", 0);
        }
        if (upper.equals("D")) {
            return new Counted("DOW", 1);
        }
        String code = CODES.get(upper);
        if (code == null) {
            throw new IllegalStateException("no code for " + written);
        }
        boolean fullName = upper.equals("MONTH") || upper.equals("DAY");
        return new Part(code, letters(written, code), fullName && !fillModeOff ? NAME_WIDTH : 0);
    }

    private static Letters letters(String written, String code) {
        boolean name = code.equals("%a") || code.equals("%A") || code.equals("%b") || code.equals("%B");
        if (!name && !code.equals("%p")) {
            return Letters.AS_THEY_ARE;
        }
        if (Character.isLowerCase(written.charAt(0))) {
            return Letters.LOWER;
        }
        return name && Character.isUpperCase(written.charAt(1)) ? Letters.UPPER : Letters.AS_THEY_ARE;
    }
}
