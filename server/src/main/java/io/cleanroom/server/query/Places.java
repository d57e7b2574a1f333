package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How many queries of a member run, and which wait for them in what order. Members do not wait for each other. */
final class Places {
    private static final class Queue {
        int running;
        final Deque<Place> waiting = new ArrayDeque<>();
    }

    private final int mostRunning;
    private final int mostWaiting;
    private final Map<Name, Queue> queues = new HashMap<>();

    Places(int mostRunning, int mostWaiting) {
        this.mostRunning = mostRunning;
        this.mostWaiting = mostWaiting;
    }

    /** A place to run, or in the queue for one; given back by closing it. */
    final class Place implements AutoCloseable {
        private final Name member;
        private final CompletableFuture<Place> granted = new CompletableFuture<>();
        private boolean closed;

        private Place(Name member) {
            this.member = member;
        }

        /** Completes when it is this one's turn; never, if it is closed before. */
        CompletableFuture<Place> granted() {
            return granted;
        }

        boolean isGranted() {
            return granted.isDone();
        }

        /** From 1; empty if it waits no more. */
        OptionalInt position() {
            return Places.this.position(this);
        }

        /** Waits for the turn; 57014 if cancelled meanwhile, 53300 with the position when the patience is over. */
        void await(Cancellation cancellation, Duration patience) {
            cancellation.onCancel(() -> granted.completeExceptionally(new CancellationException()));
            try {
                granted.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (CancellationException | ExecutionException e) {
                throw new Problem(Code.CANCELLED, "the query was cancelled while it waited for its turn", e);
            } catch (TimeoutException e) {
                throw new Problem(
                        Code.TOO_MANY,
                        "the query has waited " + patience.toSeconds() + "s for its turn: "
                                + numbers(member, position())
                                + "; try again when one has ended, or SUBMIT it",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem(Code.SHUTTING_DOWN, "the server is shutting down", e);
            }
        }

        @Override
        public void close() {
            Places.this.leave(this);
        }
    }

    /** Takes a place, or one in the queue; 53300 with the numbers if that is full. */
    Place enter(Name member) {
        Place place = new Place(member);
        synchronized (this) {
            Queue queue = queues.computeIfAbsent(member, m -> new Queue());
            if (queue.running >= mostRunning) {
                if (queue.waiting.size() >= mostWaiting) {
                    throw new Problem(
                            Code.TOO_MANY,
                            "too many queries of " + member.sql() + ": "
                                    + numbers(member, OptionalInt.of(queue.waiting.size() + 1))
                                    + "; the queue is full, try again when one has ended");
                }
                queue.waiting.addLast(place);
                return place;
            }
            queue.running++;
        }
        place.granted.complete(place);
        return place;
    }

    private synchronized String numbers(Name member, OptionalInt position) {
        Queue queue = queues.computeIfAbsent(member, m -> new Queue());
        return "(" + (position.isPresent() ? "position=" + position.getAsInt() + ", " : "") + "running=" + queue.running
                + ", maximum running=" + mostRunning + ", waiting=" + queue.waiting.size() + ", maximum waiting="
                + mostWaiting + ")";
    }

    private synchronized OptionalInt position(Place place) {
        Queue queue = queues.computeIfAbsent(place.member, m -> new Queue());
        int position = 0;
        for (Place other : queue.waiting) {
            position++;
            if (other == place) {
                return OptionalInt.of(position);
            }
        }
        return OptionalInt.empty();
    }

    private void leave(Place place) {
        Place next = null;
        synchronized (this) {
            if (place.closed) {
                return;
            }
            place.closed = true;
            Queue queue = queues.computeIfAbsent(place.member, m -> new Queue());
            if (!queue.waiting.remove(place)) {
                next = queue.waiting.pollFirst();
                if (next == null) {
                    queue.running--;
                }
            }
        }
        // A waiting one that was cancelled at this moment closes its place and so hands it on.
        if (next != null) {
            next.granted.complete(next);
        }
    }
}
