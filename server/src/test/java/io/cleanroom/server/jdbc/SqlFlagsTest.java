package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link DatabaseMetaData} says of the SQL is what the server does: a query for every flag. */
class SqlFlagsTest {
    private static final String RESULTS = "WITH p AS (SELECT category, COUNT(*) AS n FROM purchases GROUP BY category),"
            + " i AS (SELECT campaign_id, COUNT(*) AS n FROM impressions GROUP BY campaign_id) ";

    private static boolean flag(DatabaseMetaData meta, String name) throws ReflectiveOperationException {
        return (boolean) DatabaseMetaData.class.getMethod(name).invoke(meta);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            supportsSubqueriesInIns          | SELECT n FROM p WHERE n IN (SELECT n FROM i)                                | 2
            supportsSubqueriesInExists       | SELECT n FROM p WHERE EXISTS (SELECT 1 FROM i)                              | 2
            supportsSubqueriesInComparisons  | SELECT n FROM p WHERE n >= (SELECT AVG(n) FROM i)                           | 2
            supportsCorrelatedSubqueries     | SELECT n FROM p WHERE EXISTS (SELECT 1 FROM i WHERE i.n = p.n)              | 2
            supportsOuterJoins               | SELECT p.n FROM p LEFT JOIN i ON p.category = i.campaign_id                 | 2
            supportsLimitedOuterJoins        | SELECT p.n FROM p RIGHT JOIN i ON p.category = i.campaign_id                | 2
            supportsFullOuterJoins           | SELECT p.n FROM p FULL JOIN i ON p.category = i.campaign_id                 | 4
            supportsUnion                    | SELECT n FROM p UNION SELECT n FROM i                                       | 1
            supportsUnionAll                 | SELECT n FROM p UNION ALL SELECT n FROM i                                   | 4
            supportsExpressionsInOrderBy     | SELECT n FROM p ORDER BY n * 2 + 1                                          | 2
            supportsOrderByUnrelated         | SELECT n FROM p ORDER BY category                                           | 2
            supportsGroupByUnrelated         | SELECT SUM(n) FROM p GROUP BY category                                      | 2
            supportsGroupByBeyondSelect      | SELECT category, SUM(n) FROM p GROUP BY category, n                         | 2
            supportsColumnAliasing           | SELECT n AS "A" FROM p                                                      | 2
            supportsTableCorrelationNames    | SELECT q.n FROM p AS q                                                      | 2
            supportsLikeEscapeClause         | SELECT n FROM p WHERE category LIKE '%!_%' ESCAPE '!'                       | 0
            """)
    void isTrueOfTheServer(String flag, String sql, int rows) throws SQLException {
        try (Connection connection = RetailServer.shared().connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(RESULTS + sql)) {
            int count = 0;
            while (result.next()) {
                count++;
            }
            int counted = count;
            DatabaseMetaData meta = connection.getMetaData();
            assertAll(() -> assertTrue(flag(meta, flag)), () -> assertEquals(rows, counted));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            supportsSubqueriesInQuantifieds  | SELECT n FROM p WHERE n >= ALL (SELECT n FROM i)
            supportsSelectForUpdate          | SELECT n FROM p FOR UPDATE
            """)
    void isFalseOfTheServer(String flag, String sql) throws SQLException {
        try (Connection connection = RetailServer.shared().connect();
                Statement statement = connection.createStatement()) {
            DatabaseMetaData meta = connection.getMetaData();
            SQLException refused = assertThrows(SQLException.class, () -> statement.executeQuery(RESULTS + sql));
            assertAll(
                    () -> assertFalse(flag(meta, flag)),
                    () -> assertTrue(refused.getSQLState().matches("42...|0A000"), refused.getSQLState()));
        }
    }

    /** A statement that tools ask about before they write one, in both halves of what outer joins may be made of. */
    @Test
    void outerJoinsAreOfReleasedResultsAlone() throws SQLException {
        try (Connection connection = RetailServer.shared().connect();
                Statement statement = connection.createStatement()) {
            statement
                    .executeQuery(RESULTS + "SELECT p.n FROM p FULL JOIN i ON p.category = i.campaign_id")
                    .close();
            SQLException refused = assertThrows(
                    SQLException.class,
                    () -> statement.executeQuery("SELECT COUNT(*) FROM purchases p LEFT JOIN impressions i"
                            + " ON p.hashed_email = i.hashed_email"));
            assertEquals("42501", refused.getSQLState());
        }
    }
}
