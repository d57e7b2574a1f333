package io.cleanroom.examples.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cleanroom.jdbc.ArrowResult;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;

/** Arrow batches without a way through rows: the driver hands its stream to Arrow's own reader. */
class ArrowStreamTest {
    private static final String DAYS = "SELECT impression_date AS d, COUNT(DISTINCT hashed_email) AS n"
            + " FROM advertiser_campaign_events GROUP BY 1 ORDER BY 1";

    @Test
    void aResultAsTheStreamThatTheServerSent() throws SQLException, IOException {
        StringBuilder fromArrow = new StringBuilder();
        StringBuilder fromRows = new StringBuilder();
        try (Connection connection = DemoRoom.connect();
                Statement statement = connection.createStatement();
                BufferAllocator memory = new RootAllocator()) {
            try (ResultSet result = statement.executeQuery(DAYS);
                    ArrowStreamReader reader = new ArrowStreamReader(
                            result.unwrap(ArrowResult.class).arrowStream(), memory)) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                assertEquals(
                        "Schema<d: Date(DAY), n: Int(64, true)>",
                        batch.getSchema().toString());
                while (reader.loadNextBatch()) {
                    DateDayVector days = (DateDayVector) batch.getVector("d");
                    BigIntVector people = (BigIntVector) batch.getVector("n");
                    for (int row = 0; row < batch.getRowCount(); row++) {
                        fromArrow.append(LocalDate.ofEpochDay(days.get(row))).append(' ');
                        fromArrow.append(people.get(row)).append('\n');
                    }
                }
            }
            try (ResultSet result = statement.executeQuery(DAYS)) {
                while (result.next()) {
                    fromRows.append(result.getObject(1, LocalDate.class)).append(' ');
                    fromRows.append(result.getLong(2)).append('\n');
                }
            }
        }
        assertEquals(fromRows.toString(), fromArrow.toString());
    }
}
