package io.cleanroom.examples.reading;

import io.cleanroom.jdbc.ArrowResult;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** The rows of a query as Arrow batches, which the driver hands on and arrow-java reads. */
final class ArrowBatches {
    private ArrowBatches() {}

    /**
     * Counts the rows and adds up the first column, a BIGINT.
     *
     * @return the two, in this order
     */
    static long[] countAndSum(Statement statement, String sql, BufferAllocator allocator)
            throws SQLException, IOException {
        try (ResultSet rows = statement.executeQuery(sql);
                ArrowStreamReader reader =
                        new ArrowStreamReader(rows.unwrap(ArrowResult.class).arrowStream(), allocator)) {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            long count = 0;
            long sum = 0;
            while (reader.loadNextBatch()) {
                BigIntVector column = (BigIntVector) batch.getVector(0);
                for (int row = 0; row < batch.getRowCount(); row++) {
                    sum += column.get(row);
                }
                count += batch.getRowCount();
            }
            return new long[] {count, sum};
        }
    }
}
