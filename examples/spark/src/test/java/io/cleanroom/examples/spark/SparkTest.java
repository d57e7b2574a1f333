package io.cleanroom.examples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.examples.clients.DemoRoom;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code spark.read().jdbc(...)}: Spark wraps what it is given in a probe, a projection and filters of its own. */
@SuppressWarnings("NullAway.Init")
class SparkTest {
    private static final String BY_FORMAT = "SELECT ad_format, impression_date, COUNT(DISTINCT hashed_email) AS people,"
            + " SUM(spend_amount) AS spend FROM advertiser_campaign_events GROUP BY ad_format, impression_date";

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.warehouse.dir", "target/warehouse")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static DataFrameReader reader() {
        return spark.read()
                .format("jdbc")
                .option("driver", DemoRoom.DRIVER)
                .option("url", DemoRoom.url())
                .option("user", DemoRoom.USER)
                .option("password", DemoRoom.PASSWORD);
    }

    @Test
    void aQuery() {
        Dataset<Row> byFormat = reader().option("query", BY_FORMAT).load();
        assertEquals(
                "ad_format STRING,impression_date DATE,people BIGINT,spend DECIMAL(22,4)",
                byFormat.schema().toDDL());
        List<Row> formats =
                byFormat.groupBy("ad_format").sum("people").sort("ad_format").collectAsList();
        assertEquals(
                List.of("audio", "display", "social", "video"),
                formats.stream().map(r -> r.getString(0)).toList());
        assertTrue(formats.stream().allMatch(r -> r.getLong(1) > 0), formats::toString);
    }

    /** Filters, projections, aggregates and limits on it are pushed down around the released rows. */
    @Test
    void aSubQueryAsTable() {
        Properties login = new Properties();
        login.setProperty("driver", DemoRoom.DRIVER);
        login.setProperty("user", DemoRoom.USER);
        login.setProperty("password", DemoRoom.PASSWORD);
        Dataset<Row> july = spark.read()
                .jdbc(DemoRoom.url(), "(" + BY_FORMAT + ") AS days", login)
                .where("ad_format = 'video' AND impression_date >= DATE '2026-07-01' AND people > 100")
                .select("impression_date", "spend");
        List<Row> rows = july.collectAsList();
        assertTrue(rows.size() > 10, rows::toString);
        assertTrue(rows.get(0).getDate(0).toLocalDate().getYear() == 2026);
        assertEquals(3, july.limit(3).collectAsList().size());
        assertEquals(rows.size(), july.count());
    }

    @Test
    void aTemplate() {
        String template = "SELECT * FROM TABLE(campaign_attribution_weekly('CAMP_2026_Q3_SUMMER',"
                + " DATE '2026-07-01', DATE '2026-08-31'))";
        assertEquals(61, reader().option("query", template).load().count());
    }

    /** Spark's probe of a whole table returns no rows, so it passes; reading the rows does not. */
    @Test
    void aWholeTableIsRefused() {
        Dataset<Row> table =
                reader().option("dbtable", "retailer_purchase_events").load();
        assertEquals(
                "purchase_id,hashed_email,product_category,purchase_date,store_region,purchase_amount,item_count",
                String.join(",", table.columns()));
        SQLException refused = refusal(assertThrows(Exception.class, table::collectAsList));
        assertEquals("42501", refused.getSQLState());
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("refused: rows of table retailer_purchase_events would leave"));
    }

    private static SQLException refusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return refused;
            }
        }
        throw new AssertionError("no SQLException in it", thrown);
    }
}
