package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns as JDBC has them. */
class LikePatternTest {
    @ParameterizedTest
    @CsvSource({
        "%, '', true",
        "%, abc, true",
        "'', '', true",
        "'', a, false",
        "abc, ABC, true",
        "a_c, abc, true",
        "a_c, ac, false",
        "a\\_c, a_c, true",
        "a\\_c, abc, false",
        "a\\%, a%, true",
        "a\\, a\\, true",
        "%b%, abc, true",
        "a%c%e, abcde, true",
        "a%c%e, abcdef, false",
        "%%_%, a, true",
        ".*, abc, false",
        "[a], a, false"
    })
    void matches(String pattern, String name, boolean expected) {
        assertEquals(expected, LikePattern.of(pattern).matches(name));
    }

    @Test
    void noPatternTakesLong() {
        LikePattern pattern = LikePattern.of("%a".repeat(5000) + "b");
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> pattern.matches("a".repeat(10_000)));
    }
}
