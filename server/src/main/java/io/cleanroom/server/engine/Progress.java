package io.cleanroom.server.engine;

import java.util.OptionalInt;
import java.util.function.Supplier;

/** How far a run is, where the engine knows. */
public final class Progress {
    private volatile Supplier<OptionalInt> source = OptionalInt::empty;

    /** From where to read it: percent, from any thread. */
    public void from(Supplier<OptionalInt> percent) {
        source = percent;
    }

    /** 0 to 100; empty before it starts, and for engines that do not know. */
    public OptionalInt percent() {
        return source.get();
    }
}
