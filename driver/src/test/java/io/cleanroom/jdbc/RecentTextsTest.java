package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentTextsTest {
    private final RecentTexts texts = new RecentTexts();

    private String read(String text, String before, String after) {
        byte[] bytes = (before + text + after).getBytes(StandardCharsets.UTF_8);
        return texts.text(
                bytes, before.getBytes(StandardCharsets.UTF_8).length, text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void everyTextIsItself() {
        long seed = System.nanoTime();
        System.out.println("RecentTextsTest seed " + seed);
        Random random = new Random(seed);
        String letters = "ab\0ß€";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String expected = text.toString();
            assertEquals(expected, read(expected, "b".repeat(random.nextInt(9)), "a".repeat(random.nextInt(9))));
        }
    }

    @Test
    void whatComesUpAgainIsMadeOnce() {
        String first = read("north", "x", "y and more than a word");
        assertSame(first, read("north", "", "z and more than a word"));
        assertEquals("nort", read("nort", "", "h and more than a word"));
        assertSame(read("twelve bytes", "", ""), read("twelve bytes", "", ""));
    }

    @Test
    void whereNothingComesUpAgainNothingIsKept() {
        for (int i = 0; i < 20_000; i++) {
            assertEquals("n" + i + "-------", read("n" + i + "-------", "", ""));
        }
        assertNotSame(read("twelve bytes", "", ""), read("twelve bytes", "", ""));
    }
}
