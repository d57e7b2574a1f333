package io.cleanroom.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes the strings of one column, and makes a short one that came up lately no second time: columns of large results are
 * often names of few things. Where hardly any text comes up again it stops looking. Not safe for threads.
 */
final class RecentTexts {
    private static final int WORD = Long.BYTES;
    private static final int LONGEST = 2 * WORD;
    /** A power of two. */
    private static final int SLOTS = 2048;

    private static final int SLOT_BITS = Integer.numberOfTrailingZeros(SLOTS);
    /** After so many texts made it is judged whether looking pays. */
    private static final int TRIAL = 8192;

    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] heads = new long[SLOTS];
    private final long[] tails = new long[SLOTS];
    private final int[] lengths = new int[SLOTS];
    private final @Nullable String[] texts = new String[SLOTS];
    private int found;
    private int made;
    private boolean off;

    /** The text of these bytes, which are UTF-8. */
    String text(byte[] bytes, int from, int length) {
        if (off || length <= 0 || length > LONGEST || from > bytes.length - WORD) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        // Two words that overlap, or one with what follows the text cut off, say all of a text whose length is known.
        long head = (long) WORDS.get(bytes, from);
        long tail = 0;
        if (length >= WORD) {
            tail = (long) WORDS.get(bytes, from + length - WORD);
        } else {
            head &= -1L >>> (Long.SIZE - Byte.SIZE * length);
        }
        long mixed = ((head * MIX) ^ (tail + length)) * MIX;
        int slot = (int) (mixed >>> (Long.SIZE - SLOT_BITS));
        String known = texts[slot];
        if (known != null && heads[slot] == head && tails[slot] == tail && lengths[slot] == length) {
            found++;
            return known;
        }
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        heads[slot] = head;
        tails[slot] = tail;
        lengths[slot] = length;
        texts[slot] = text;
        if (++made == TRIAL) {
            off = found < TRIAL;
            made = 0;
            found = 0;
        }
        return text;
    }
}
