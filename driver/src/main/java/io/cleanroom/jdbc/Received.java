package io.cleanroom.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer: the first {@link #length} of {@link #bytes}. A cursor hands the memory of an answer that it has read
 * to the one after next; a new array of some megabytes for each would keep the garbage collector of the program busy.
 */
final class Received {
    /** So much is believed of a length that a server says; beyond it memory grows with what comes. */
    private static final int BELIEVED = 16 << 20;

    /** Where no length is said. */
    private static final int FIRST_GUESS = 64 << 10;

    final byte[] bytes;
    final int length;

    private Received(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    static Received of(byte[] body) {
        return new Received(body, body.length);
    }

    /** The body alone. */
    byte[] exact() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /**
     * Reads to the end, into {@code memory} if that is large enough, which nobody else may use from now on.
     *
     * @param announced how many bytes there should be; negative: nobody said
     */
    static Received from(InputStream body, long announced, byte @Nullable [] memory) throws IOException {
        int needed = announced < 0 ? FIRST_GUESS : (int) Math.min(BELIEVED, announced);
        byte[] bytes = memory != null && memory.length >= needed ? memory : new byte[needed];
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                int next = body.read();
                if (next < 0) {
                    break;
                }
                bytes = Arrays.copyOf(bytes, larger(length));
                bytes[length++] = (byte) next;
            }
            int more = body.read(bytes, length, bytes.length - length);
            if (more < 0) {
                break;
            }
            length += more;
        }
        return new Received(bytes, length);
    }

    private static int larger(int length) {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(Math.addExact(length, 1), 2L * length));
    }
}
