package io.cleanroom.jdbc;

import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/** What a fetch was answered with: Arrow, or a frame as the protocol has it. */
final class Fetched {
    final @Nullable Received arrow;
    final boolean last;
    final Service.@Nullable FetchResponse frame;

    private Fetched(@Nullable Received arrow, boolean last, Service.@Nullable FetchResponse frame) {
        this.arrow = arrow;
        this.last = last;
        this.frame = frame;
    }

    static Fetched arrow(Received stream, boolean last) {
        return new Fetched(stream, last, null);
    }

    static Fetched frame(Service.FetchResponse frame) {
        return new Fetched(null, false, frame);
    }
}
