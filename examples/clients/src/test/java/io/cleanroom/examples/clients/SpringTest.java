package io.cleanroom.examples.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameter;
import org.springframework.jdbc.core.metadata.GenericCallMetaDataProvider;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.SimpleJdbcCall;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JDBC classes over a HikariCP pool, both with their defaults. */
@SuppressWarnings("NullAway.Init")
class SpringTest {
    private static final String BY_FORMAT = "SELECT ad_format, SUM(spend_amount) AS spend"
            + " FROM advertiser_campaign_events WHERE campaign_id = ? AND impression_date >= ? GROUP BY ad_format";

    private HikariDataSource pool;
    private JdbcTemplate jdbc;

    @BeforeEach
    void open() {
        pool = new HikariDataSource();
        pool.setJdbcUrl(DemoRoom.url());
        pool.setUsername(DemoRoom.USER);
        pool.setPassword(DemoRoom.PASSWORD);
        jdbc = new JdbcTemplate(pool);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void jdbcTemplate() {
        Map<String, BigDecimal> spend = new TreeMap<>();
        jdbc.query(
                BY_FORMAT,
                row -> {
                    spend.put(row.getString("ad_format"), row.getBigDecimal("spend"));
                },
                "CAMP_2026_Q3_SUMMER",
                LocalDate.of(2026, 7, 1));
        assertEquals(List.of("audio", "display", "social", "video"), List.copyOf(spend.keySet()));
        assertTrue(spend.values().stream().allMatch(s -> s.signum() > 0), spend::toString);
        assertEquals(1, jdbc.queryForObject("SELECT 1", Integer.class));
    }

    @Test
    void namedParametersAndClient() {
        List<String> names = new NamedParameterJdbcTemplate(jdbc)
                .queryForList(
                        "SELECT campaign_name FROM advertiser_campaign_events WHERE campaign_id IN (:ids) GROUP BY 1",
                        Map.of("ids", List.of("CAMP_2026_Q3_SUMMER", "CAMP_2026_BRAND")),
                        String.class);
        assertEquals(
                List.of("Always On", "Summer Sale"), names.stream().sorted().toList());
        List<Map<String, Object>> rows = JdbcClient.create(pool)
                .sql("CALL campaign_attribution_weekly(:campaign, :start, :end)")
                .param("campaign", "CAMP_2026_Q3_SUMMER")
                .param("start", LocalDate.of(2026, 7, 1))
                .param("end", LocalDate.of(2026, 8, 31))
                .query()
                .listOfRows();
        assertEquals(61, rows.size());
    }

    /** Spring reads parameters from metadata for the database products on its own list alone; others declare them. */
    @Test
    void simpleJdbcCall() {
        SimpleJdbcCall call = new SimpleJdbcCall(jdbc)
                .withProcedureName("campaign_attribution_weekly")
                .declareParameters(
                        new SqlParameter("campaign_id", Types.VARCHAR),
                        new SqlParameter("start_date", Types.DATE),
                        new SqlParameter("end_date", Types.DATE))
                .returningResultSet("rows", (row, number) -> row.getString("product_category"));
        Map<String, Object> result = call.execute(Map.of(
                "campaign_id",
                "CAMP_2026_Q3_SUMMER",
                "start_date",
                LocalDate.of(2026, 7, 1),
                "end_date",
                Date.valueOf("2026-08-31")));
        assertEquals(61, ((List<?>) Objects.requireNonNull(result.get("rows"))).size());
        assertEquals("{call campaign_attribution_weekly(?, ?, ?)}", call.getCallString());
    }

    /** What Spring reads of metadata where it does read them: the parameters that one would declare. */
    @Test
    void theParametersInSpringsEyes() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            GenericCallMetaDataProvider provider = new GenericCallMetaDataProvider(connection.getMetaData()) {};
            provider.initializeWithMetaData(connection.getMetaData());
            provider.initializeWithProcedureColumnMetaData(
                    connection.getMetaData(), null, DemoRoom.SCHEMA, "campaign_attribution_weekly");
            List<String> parameters = provider.getCallParameterMetaData().stream()
                    .filter(p -> p.getParameterType() == DatabaseMetaData.procedureColumnIn)
                    .map(p -> p.getParameterName() + " " + p.getTypeName())
                    .toList();
            assertEquals(List.of("campaign_id VARCHAR", "start_date DATE", "end_date DATE"), parameters);
        }
    }

    @Test
    void transactionTemplate() {
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
        transaction.setReadOnly(true);
        List<Long> events = transaction.execute(
                status -> jdbc.queryForList("SELECT COUNT(*) FROM advertiser_campaign_events", Long.class));
        assertEquals(List.of(600_000L), events);
    }

    @Test
    void aRefusalIsThere() {
        Refusals.assertRefused(assertThrows(DataAccessException.class, () -> jdbc.queryForList(Refusals.ROWS)));
        assertEquals(1, jdbc.queryForObject("SELECT 1", Integer.class));
    }
}
