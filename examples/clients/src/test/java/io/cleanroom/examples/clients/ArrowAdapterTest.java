package io.cleanroom.examples.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.adapter.jdbc.ArrowVectorIterator;
import org.apache.arrow.adapter.jdbc.JdbcToArrow;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.adapter.jdbc.JdbcToArrowUtils;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** Apache Arrow's JDBC adapter: a result as record batches, with the types that the driver declares. */
class ArrowAdapterTest {
    private static final String DAYS = "SELECT ad_format, impression_date AS d, COUNT(DISTINCT hashed_email) AS n,"
            + " SUM(spend_amount) AS spend, AVG(impression_count) AS views FROM advertiser_campaign_events GROUP BY 1, 2";

    @Test
    void aResultAsRecordBatches() throws SQLException, IOException {
        StringBuilder schema = new StringBuilder();
        long rows = 0;
        long people = 0;
        try (Connection connection = DemoRoom.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT ad_format, MIN(d) AS first_day, SUM(n) AS people,"
                        + " SUM(spend) AS spend, AVG(views) AS views FROM (" + DAYS + ") days GROUP BY ad_format");
                BufferAllocator memory = new RootAllocator();
                ArrowVectorIterator batches = JdbcToArrow.sqlToArrowVectorIterator(
                        result,
                        new JdbcToArrowConfigBuilder(memory, JdbcToArrowUtils.getUtcCalendar(), false)
                                .setTargetBatchSize(2)
                                .build())) {
            while (batches.hasNext()) {
                try (VectorSchemaRoot batch = batches.next()) {
                    if (schema.isEmpty()) {
                        schema.append(batch.getSchema());
                    }
                    rows += batch.getRowCount();
                    for (int i = 0; i < batch.getRowCount(); i++) {
                        people += ((Number) batch.getVector("people").getObject(i)).longValue();
                    }
                }
            }
        }
        assertEquals(
                "Schema<ad_format: Utf8, first_day: Date(DAY), people: Decimal(29, 0, 128), spend: Decimal(32, 4, 128),"
                        + " views: FloatingPoint(DOUBLE)>",
                schema.toString());
        assertEquals(4, rows);
        assertEquals(expected(), people);
    }

    private static long expected() throws SQLException {
        try (Connection connection = DemoRoom.connect();
                Statement statement = connection.createStatement();
                ResultSet days = statement.executeQuery(DAYS)) {
            long people = 0;
            while (days.next()) {
                people += days.getLong("n");
            }
            return people;
        }
    }
}
