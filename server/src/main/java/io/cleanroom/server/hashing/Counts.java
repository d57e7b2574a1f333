package io.cleanroom.server.hashing;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How far a run is, and at its end what became of the rows. Written by several threads, read by the one that shows it. */
final class Counts {
    /** Of one column of hashes. */
    static final class Column {
        final LongAdder hashed = new LongAdder();
        final LongAdder absent = new LongAdder();
        final LongAdder bad = new LongAdder();
    }

    final LongAdder read = new LongAdder();
    final AtomicLong written = new AtomicLong();

    /** Done and all of what {@link Progress} shows a percentage of: bytes or rows. */
    final AtomicLong done = new AtomicLong();

    final AtomicLong all = new AtomicLong();
    final List<Column> columns;

    Counts(int columns) {
        this.columns = Stream.generate(Column::new).limit(columns).toList();
    }

    long rejected() {
        return read.sum() - written.get();
    }
}
