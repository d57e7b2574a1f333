package io.cleanroom.examples.reading;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/**
 * What a Flight SQL server over DuckDB does at the least: it runs a query and sends the engine's Arrow batches as they are, one
 * client at a time.
 */
final class FlightQuery {
    /** As many rows as Cleanroom's server takes at a time. */
    private static final long BATCH = 20_480;

    private final Connection connection;
    private final PreparedStatement statement;

    FlightQuery(String sql) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.prepareStatement(sql);
    }

    /** Before the client's clock runs. */
    void run() {
        try {
            statement.execute();
        } catch (SQLException e) {
            throw CallStatus.INTERNAL.withCause(e).toRuntimeException();
        }
    }

    void send(ServerStreamListener listener, BackpressureStrategy backpressure, BufferAllocator allocator) {
        try (DuckDBResultSet rows = statement.getResultSet().unwrap(DuckDBResultSet.class);
                ArrowReader reader = (ArrowReader) rows.arrowExportStream(allocator, BATCH)) {
            listener.start(reader.getVectorSchemaRoot());
            while (reader.loadNextBatch()) {
                if (backpressure.waitForListener(60_000) != BackpressureStrategy.WaitResult.READY) {
                    return;
                }
                listener.putNext();
            }
            listener.completed();
        } catch (SQLException | IOException e) {
            listener.error(e);
        }
    }
}
