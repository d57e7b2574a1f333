package io.cleanroom.jdbc;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer: the first {@link #length} of {@link #bytes}. A cursor hands the memory of an answer that it has read
 * to the one after next; a new array of some megabytes for each would keep the garbage collector of the program busy.
 */
final class Received {
    final byte[] bytes;
    final int length;

    private Received(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** The body alone. */
    byte[] exact() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Receives into {@code memory} if that is large enough, which nobody else may use from now on. */
    static HttpResponse.BodyHandler<Received> into(byte @Nullable [] memory) {
        return head -> new Subscriber(
                memory, head.headers().firstValueAsLong("Content-Length").orElse(0));
    }

    private static final class Subscriber implements HttpResponse.BodySubscriber<Received> {
        /** So much is believed of a length that a server says; beyond it memory grows with what comes. */
        private static final long BELIEVED = 16L << 20;

        private final CompletableFuture<Received> body = new CompletableFuture<>();
        private byte[] bytes;
        private int length;

        Subscriber(byte @Nullable [] memory, long announced) {
            int needed = (int) Math.min(BELIEVED, Math.max(0, announced));
            bytes = memory != null && memory.length >= needed ? memory : new byte[needed];
        }

        @Override
        public CompletionStage<Received> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                int more = part.remaining();
                if (more > bytes.length - length) {
                    int needed = Math.addExact(length, more);
                    bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * length)));
                }
                part.get(bytes, length, more);
                length += more;
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(new Received(bytes, length));
        }
    }
}
