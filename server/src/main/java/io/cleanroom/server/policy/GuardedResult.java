package io.cleanroom.server.policy;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * An engine's answer with its counters still attached: the runner's columns, then the guards, as Arrow batches. Only {@link
 * ReleaseGate} reads it.
 */
public interface GuardedResult extends AutoCloseable {
    /** Loads the next batch into {@link #root()}; false at the end. Throws {@code Problem} in words that tell nothing. */
    boolean loadNext();

    /** The current batch; its vectors have the declared types. */
    VectorSchemaRoot root();

    @Override
    void close();
}
