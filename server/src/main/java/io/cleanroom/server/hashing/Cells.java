package io.cleanroom.server.hashing;

import java.util.function.Consumer;

/** Hashes the values of one column and counts them. */
final class Cells {
    private final IdentifierColumn column;
    private final IdentifierHash hash;
    private final Counts.Column counts;

    Cells(IdentifierColumn column, IdentifierHash hash, Counts.Column counts) {
        this.column = column;
        this.hash = hash;
        this.counts = counts;
    }

    /** What stands for a value that was rejected; no hash is like it. */
    static final String REJECTED = "!";

    /** The hash, or nothing for an empty value, or {@link #REJECTED} after the reason was given away. */
    String hash(String value, Consumer<String> rejected) {
        Normalised normalised = column.normaliser().normalise(value);
        if (normalised instanceof Normalised.Text text) {
            counts.hashed.increment();
            return hash.hex(text.text());
        }
        if (normalised instanceof Normalised.Bad bad) {
            counts.bad.increment();
            rejected.accept(bad.reason());
            return REJECTED;
        }
        counts.absent.increment();
        return "";
    }

    void absent() {
        counts.absent.increment();
    }

    String column() {
        return column.name();
    }
}
