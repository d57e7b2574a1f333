package io.cleanroom.server.query;

import java.time.Duration;

/**
 * How much members may ask at a time.
 *
 * @param concurrentQueries of one member that run
 * @param queueLength of one member that wait for their turn
 * @param queueWait how long a query waits whose client waits for its rows
 * @param resultRows of one ResultSet
 */
public record QueryLimits(int concurrentQueries, int queueLength, Duration queueWait, long resultRows) {}
