package io.cleanroom.server;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of one setting, or refuses it in one line. */
final class SettingKind {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*([A-Za-z]+)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES = Map.of(
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "tb", 1_000_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30,
            "tib", 1L << 40);

    private SettingKind() {}

    /** For example {@code 30s}, {@code 5m}, {@code 2h}. */
    static Duration duration(String key, String text, Duration least, Duration most) {
        String accepted = "a duration like 30s, 5m or 2h, from " + text(least) + " to " + text(most);
        BigDecimal millis = amount(key, text, MILLIS, accepted);
        if (millis.compareTo(BigDecimal.valueOf(least.toMillis())) < 0
                || millis.compareTo(BigDecimal.valueOf(most.toMillis())) > 0) {
            throw BadSetting.of(key, text, accepted);
        }
        return Duration.ofMillis(millis.longValue());
    }

    /** Bytes; for example {@code 512MB}, {@code 4GB}, {@code 2GiB}. */
    static long size(String key, String text, long least, long most) {
        String accepted = "a size like 512MB, 4GB or 2GiB, from " + least + "B to " + most + "B";
        BigDecimal bytes = amount(key, text, BYTES, accepted);
        if (bytes.compareTo(BigDecimal.valueOf(least)) < 0 || bytes.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw BadSetting.of(key, text, accepted);
        }
        return bytes.longValue();
    }

    private static BigDecimal amount(String key, String text, Map<String, Long> units, String accepted) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw BadSetting.of(key, text, accepted);
        }
        return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    }

    static long number(String key, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number that is out of range.
        }
        throw BadSetting.of(key, text, "a number from " + least + " to " + most);
    }

    static boolean flag(String key, String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw BadSetting.of(key, text, "true or false");
    }

    static <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.contains(text)) {
            throw BadSetting.of(key, text, names.size() == 1 ? names.get(0) : "one of " + String.join(", ", names));
        }
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    static Path path(String key, String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw BadSetting.of(key, text, "a path");
        }
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
