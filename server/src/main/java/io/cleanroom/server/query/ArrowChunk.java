package io.cleanroom.server.query;

import java.nio.ByteBuffer;

/**
 * Some rows as a complete Arrow IPC stream: schema, record batches, end of stream.
 *
 * @param stream as {@code application/vnd.apache.arrow.stream} has it
 * @param rows how many rows it holds
 * @param last whether no rows are left
 * @param sent to be run once the stream has been sent, if it was: its memory then serves for the next one
 */
public record ArrowChunk(ByteBuffer stream, long rows, boolean last, Runnable sent) {}
