package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The texts that travel in headers beside Avatica's messages. */
class HeadersTest {
    @Test
    void warningsAreOneLineWhateverIsInThem() {
        String value = WarningHeader.value(List.of("a, b", "c\r\nSet-Cookie: x", "größer"));
        assertTrue(value.chars().allMatch(c -> c > ' ' && c < 127), value);
        String[] parts = value.split(",", -1);
        assertEquals(3, parts.length);
        assertEquals("a, b", URLDecoder.decode(parts[0], StandardCharsets.UTF_8));
        assertEquals("c\r\nSet-Cookie: x", URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        assertEquals("größer", URLDecoder.decode(parts[2], StandardCharsets.UTF_8));
    }

    @Test
    void warningsThatDoNotFitAreCounted() {
        String value = WarningHeader.value(Collections.nCopies(100, "x".repeat(99)));
        assertTrue(value.length() < 4200, value);
        assertTrue(value.endsWith("," + "warnings+that+are+not+shown%3A+60"), value);
    }

    @Test
    void applicationNamesAreShortAndOfOneLine() {
        assertEquals("", ApplicationName.of(null));
        assertEquals("DBeaver 24", ApplicationName.of(" DBeaver\n24\t"));
        assertEquals("a b c", ApplicationName.of("a\u202eb\u2028c"));
        String longest = "\ud83d\ude80".repeat(128);
        assertEquals(longest, ApplicationName.of(longest + "\ud83d\ude80"), "cut between characters");
        assertEquals(Optional.empty(), ApplicationName.ofHeader(null));
        assertEquals(Optional.empty(), ApplicationName.ofHeader("%zz"));
        assertEquals(Optional.of(""), ApplicationName.ofHeader(""));
        assertEquals(Optional.of("a b"), ApplicationName.ofHeader("a+b"));
    }
}
