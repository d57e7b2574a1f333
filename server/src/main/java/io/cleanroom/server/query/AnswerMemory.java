package io.cleanroom.server.query;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Memory of answers that were sent, for the next ones, whichever query they are of: new memory is cleared, page by page, when it
 * is first written to, and that took longer than writing the rows. Outside of the heap, so that sending copies nothing.
 *
 * <p>An answer is sent up to where it was written, so that nothing of an earlier one can be in it.
 */
final class AnswerMemory {
    /** Larger ones are left to the garbage collector. */
    static final int KEPT_BYTES = 8 << 20;

    private static final int KEPT = 4;

    /** By identity: buffers are equal if their contents are. */
    private final Set<ByteBuffer> unused = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Memory of at least so many bytes, cleared for writing. */
    ByteBuffer take(int bytes) {
        return unused(bytes).map(ByteBuffer::clear).orElseGet(() -> ByteBuffer.allocateDirect(bytes));
    }

    private synchronized Optional<ByteBuffer> unused(int bytes) {
        Optional<ByteBuffer> enough = unused.stream()
                .filter(each -> each.capacity() >= bytes)
                .min(Comparator.comparingInt(ByteBuffer::capacity));
        enough.ifPresent(unused::remove);
        return enough;
    }

    /** Takes back what nobody reads or writes any more. */
    synchronized void give(ByteBuffer memory) {
        if (memory.capacity() > KEPT_BYTES) {
            return;
        }
        unused.add(memory);
        if (unused.size() > KEPT) {
            unused.stream().min(Comparator.comparingInt(ByteBuffer::capacity)).ifPresent(unused::remove);
        }
    }
}
