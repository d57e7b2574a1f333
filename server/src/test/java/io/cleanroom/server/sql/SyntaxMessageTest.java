package io.cleanroom.server.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cleanroom.server.error.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxMessageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    CREATE MEMBER shop DATA LOCATION 'shop' | cannot be parsed: the statement ends too early; expected here: RESULT or a text in single quotes (line 1, column 39)
                    SELCT 1 | cannot be parsed: unexpected 'SELCT'; did you mean SELECT? (line 1, column 1)
                    SELECT 1 FORM t | cannot be parsed: unexpected 't' after 'FORM'; did you mean FROM? (line 1, column 15)
                    SELECT a FROM t WEHRE a = 1 | cannot be parsed: unexpected 'a' after 'WEHRE'; did you mean WHERE? (line 1, column 23)
                    SELECT a FROM t GROUP a | cannot be parsed: unexpected 'a'; expected here: BY (line 1, column 23)
                    SELECT a, FROM t | cannot be parsed: unexpected 'FROM'; there is a comma too many before it (line 1, column 11)
                    SELECT a FROM t WHERE | cannot be parsed: the statement ends too early (line 1, column 21)
                    SELECT a FROM order | cannot be parsed: unexpected 'order'; it is a keyword: a table or column of this name is written "order", in double quotes (line 1, column 15)
                    SELECT a, date FROM select | cannot be parsed: unexpected 'select'; expected here: ( or LATERAL or TABLE or UNNEST or a name (line 1, column 21)
                    SELECT a FROM t WERE a = 1 | cannot be parsed: unexpected 'a' after 'WERE'; did you mean WHERE? (line 1, column 22)
                    SELECT a FROM t ODER BY a | cannot be parsed: unexpected 'BY' after 'ODER'; did you mean ORDER? (line 1, column 22)
                    SELECT a FROM t GROUP BY a HAVIN a > 1 | cannot be parsed: unexpected 'HAVIN'; did you mean HAVING? (line 1, column 28)
                    SELECT (a FROM t | cannot be parsed: unexpected 'FROM' (line 1, column 11)
                    CREATE CONFIGURD TABLE t FROM 'a' FORMAT CSV | cannot be parsed: unexpected 'CONFIGURD'; did you mean CONFIGURED? (line 1, column 8)
                    CREATE CONFIGURED TABLE t FROM 'a' FORMAT EXCEL | cannot be parsed: unexpected 'EXCEL'; expected here: ARROW or CSV or JSON or PARQUET (line 1, column 43)
                    CREATE CONFIGURED TABLE t FROM a.csv FORMAT CSV | cannot be parsed: unexpected 'a'; expected here: a text in single quotes (line 1, column 32)
                    ALTER CONFIGURED TABLE t SET ANALYSIS RULE AGREGATION (JOIN COLUMNS (a)) | cannot be parsed: unexpected 'AGREGATION'; did you mean AGGREGATION? (line 1, column 44)
                    ALTER CONFIGURED TABLE t SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS a) | cannot be parsed: unexpected 'a'; expected here: ( (line 1, column 70)
                    ALTER CONFIGURED TABLE t SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (a) DIMENSION COLUMNS (b)) | cannot be parsed: unexpected 'DIMENSION'; expected here: ) or , (line 1, column 74)
                    ALTER CONFIGURED TABLE t SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (a), MINIMUM 100 hid) | cannot be parsed: unexpected 'hid'; expected here: DISTINCT (line 1, column 87)
                    CREATE USER retailco/rita ROLE ADMIN PASSWORD 'x' | cannot be parsed: unexpected '/'; expected here: ROLE (line 1, column 21)
                    CREATE USER "retailco/rita" ROLE BOSS PASSWORD 'x' | cannot be parsed: unexpected 'BOSS'; expected here: ADMIN or ANALYST or AUDITOR (line 1, column 34)
                    ASSOCIATE TABLE t WITH COLLABORATION c | cannot be parsed: unexpected 'ASSOCIATE'; after ASSOCIATE comes CONFIGURED TABLE (line 1, column 1)
                    APPROVE TEMPLATE c.t | cannot be parsed: unexpected 'APPROVE'; after APPROVE comes ANALYSIS TEMPLATE (line 1, column 1)
                    DELETE FROM t | a clean room takes queries and its own definition statements; DELETE statements are not among them
                    INSERT INTO t VALUES (1) | a clean room takes queries and its own definition statements; INSERT statements are not among them
                    UPDATE t SET a = 1 | a clean room takes queries and its own definition statements; UPDATE statements are not among them
                    DROP TABLE t | cannot be parsed: unexpected 'TABLE'; expected here: ACCESS or ANALYSIS or COLLABORATION or CONFIGURED or MEMBER or USER (line 1, column 6)
                    CREATE TABLE t (a INT) | cannot be parsed: unexpected 'TABLE'; expected here: ACCESS or ANALYSIS or COLLABORATION or CONFIGURED or MEMBER or OR or USER (line 1, column 8)
                    SHOW TABLES | cannot be parsed: unexpected 'SHOW'; after SHOW comes CREATE COLLABORATION or DIFF ANALYSIS TEMPLATE (line 1, column 1)
                    DESCRIBE t | a clean room takes queries and its own definition statements; DESCRIBE TABLE statements are not among them
                    EXPLAIN SELECT 1 | cannot be parsed: unexpected 'SELECT'; expected here: ANALYSIS or PLAN (line 1, column 9)
                    SUBMIT SELECT 1 | cannot be parsed: the statement ends too early (line 1, column 15)
                    SET search_path = x | a clean room takes queries and its own definition statements; SET OPTION statements are not among them
                    BEGIN | cannot be parsed: unexpected 'BEGIN'; a statement starts with ALTER, APPROVE, ASSOCIATE, CALL, CANCEL, CREATE, DESCRIBE, DISASSOCIATE, DROP, EXPLAIN, JOIN, LEAVE, REVOKE, SELECT, SHOW, SUBMIT, WITH (line 1, column 1)
                    COMMIT | cannot be parsed: unexpected 'COMMIT'; a statement starts with ALTER, APPROVE, ASSOCIATE, CALL, CANCEL, CREATE, DESCRIBE, DISASSOCIATE, DROP, EXPLAIN, JOIN, LEAVE, REVOKE, SELECT, SHOW, SUBMIT, WITH (line 1, column 1)
                    GRANT SELECT ON t TO u | cannot be parsed: unexpected 'GRANT'; a statement starts with ALTER, APPROVE, ASSOCIATE, CALL, CANCEL, CREATE, DESCRIBE, DISASSOCIATE, DROP, EXPLAIN, JOIN, LEAVE, REVOKE, SELECT, SHOW, SUBMIT, WITH (line 1, column 1)
                    SELECT a FROM t LIMIT x | cannot be parsed: unexpected 'x'; expected here: : or ? or ALL or DECIMAL or a whole number (line 1, column 23)
                    SELECT 'it's' | cannot be parsed: unexpected '''; a text is not closed (a quote inside of a text is written twice) (line 1, column 13)
                    SELECT "a FROM t | cannot be parsed: unexpected '"'; a quoted name is not closed (line 1, column 8)
                    SELECT a == 1 FROM t | cannot be parsed: unexpected '=' (line 1, column 11)
                    SELECT a FROM t; SELECT 2 | cannot be parsed: unexpected 'SELECT'; expected here: ; or the end of the statement (line 1, column 18)
                    CREATE COLLABORATION c (MEMBER a CAN (READ)) | cannot be parsed: unexpected 'READ'; expected here: CONTRIBUTE or QUERY or RECEIVE (line 1, column 39)
                    CREATE COLLABORATION c MEMBER a CAN (QUERY) | cannot be parsed: unexpected 'MEMBER'; expected here: ( (line 1, column 24)
                    """)
    void saysWhatWouldBeRight(String sql, String message) {
        Problem problem = assertThrows(Problem.class, () -> SqlText.parse(sql));
        assertEquals(
                message,
                String.valueOf(problem.getMessage()).lines().findFirst().orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) AS select, SUM(a) AS order, MAX(a) AS running, MIN(a) AS filter FROM t",
                "SELECT t.date, t.order, t.time AS timestamp FROM t WHERE t.timestamp > DATE '2026-01-01' GROUP BY t.date",
                "SELECT date, time, timestamp, position, t.range, t.rows FROM t ORDER BY date, position DESC",
                "SELECT CAST(date AS DATE), date::DATE, DATE '2026-01-01' AS date, TIME '10:00:00', TIMESTAMP '2026-01-01 10:00:00'",
                "SELECT POSITION('a' IN position), EXTRACT(YEAR FROM date), RANK() OVER (ORDER BY rank) FROM t",
                "WITH date AS (SELECT a AS value FROM t) SELECT value AS \"select\" FROM date",
                "ALTER CONFIGURED TABLE t SET ANALYSIS RULE LIST (JOIN COLUMNS (position), LIST COLUMNS (date, time, value))",
                "SELECT COUNT(*) FILTER (WHERE filter = 1) FROM t",
                "SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t",
                "SELECT SUM(a) OVER (RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM t",
                "SHOW CREATE COLLABORATION c",
                "REVOKE ANALYSIS TEMPLATE c.t"
            })
    void takesKeywordsAsNames(String sql) {
        assertDoesNotThrow(() -> SqlText.parse(sql));
    }
}
