package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NamePatternTest {
    @Test
    void percent_underscore_and_escape() {
        assertTrue(NamePattern.matches(null, "any"));
        assertTrue(NamePattern.matches("%", ""));
        assertTrue(NamePattern.matches("retail%_y", "retail_weekly"));
        assertTrue(NamePattern.matches("RETAIL\\_weekly", "retail_weekly"));
        assertFalse(NamePattern.matches("retail\\_weekly", "retail-weekly"));
        assertTrue(NamePattern.matches("100\\%", "100%"));
        assertFalse(NamePattern.matches("100\\%", "1000"));
        assertFalse(NamePattern.matches("", "x"));
        assertFalse(NamePattern.matches("a.c", "abc"));
        assertTrue(NamePattern.matches("a\\\\c", "a\\c"));
    }
}
