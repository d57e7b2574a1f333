package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.sql.parser.CleanroomSqlParserConstants;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tools are shown of a real clean room. */
@SuppressWarnings("NullAway.Init")
class MetaDataTest {
    private Connection connection;
    private DatabaseMetaData meta;

    @BeforeEach
    void connect() throws SQLException {
        connection = RetailServer.shared().connect();
        meta = connection.getMetaData();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static List<String> all(ResultSet rows, String... columns) throws SQLException {
        List<String> all = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                StringBuilder text = new StringBuilder();
                for (String column : columns) {
                    text.append(text.isEmpty() ? "" : " ").append(rows.getString(column));
                }
                all.add(text.toString());
            }
        }
        return all;
    }

    @Test
    void schemasAndTables() throws SQLException {
        assertEquals(List.of("retail", "system"), all(meta.getSchemas(), "TABLE_SCHEM"));
        assertEquals(List.of(), all(meta.getCatalogs(), "TABLE_CAT"));
        assertEquals(
                List.of(
                        "retail impressions TABLE owner advertiserco; rule AGGREGATION; MINIMUM 10 DISTINCT hashed_email",
                        "retail purchases TABLE owner retailco; rule AGGREGATION; MINIMUM 10 DISTINCT hashed_email"),
                all(
                        meta.getTables(null, "RETAIL", "%", new String[] {"TABLE"}),
                        "TABLE_SCHEM",
                        "TABLE_NAME",
                        "TABLE_TYPE",
                        "REMARKS"));
        assertEquals(List.of("purchases"), all(meta.getTables(null, null, "pu_chas%", null), "TABLE_NAME"));
        assertEquals(List.of(), all(meta.getTables(null, null, "pu\\_chas%", null), "TABLE_NAME"));
        assertEquals(List.of(), all(meta.getTables("a catalog", null, "%", null), "TABLE_NAME"));
        String[] withoutAType = {null, "TABLE"};
        assertEquals(List.of("purchases"), all(meta.getTables(null, null, "pu%", withoutAType), "TABLE_NAME"));
    }

    @Test
    void columnsWithTheirUses() throws SQLException {
        assertEquals(
                List.of(
                        "hashed_email VARCHAR JOIN, AGGREGATE; functions COUNT DISTINCT",
                        "category VARCHAR DIMENSION; functions UPPER",
                        "bought_on DATE DIMENSION; functions UPPER",
                        "amount DECIMAL AGGREGATE; functions SUM"),
                all(meta.getColumns(null, "retail", "purchases", null), "COLUMN_NAME", "TYPE_NAME", "REMARKS"));
        try (ResultSet amount = meta.getColumns("", "retail", "purchases", "amount")) {
            assertTrue(amount.next());
            assertEquals(12, amount.getInt("COLUMN_SIZE"));
            assertEquals(2, amount.getInt("DECIMAL_DIGITS"));
            assertEquals(4, amount.getInt("ORDINAL_POSITION"));
            assertFalse(amount.next());
        }
    }

    @Test
    void templatesAreProceduresAndFunctions() throws SQLException {
        assertEquals(
                List.of("retail weekly 2 Purchases after a campaign; author advertiserco; approved"),
                all(
                        meta.getProcedures(null, null, "week%"),
                        "PROCEDURE_SCHEM",
                        "PROCEDURE_NAME",
                        "PROCEDURE_TYPE",
                        "REMARKS"));
        assertEquals(
                List.of("campaign_id 1 12 VARCHAR 50 1", "since 1 91 DATE 10 2"),
                all(
                        meta.getProcedureColumns(null, "retail", "weekly", "%"),
                        "COLUMN_NAME",
                        "COLUMN_TYPE",
                        "DATA_TYPE",
                        "TYPE_NAME",
                        "PRECISION",
                        "ORDINAL_POSITION"));
        assertEquals(List.of("weekly 2"), all(meta.getFunctions(null, null, null), "FUNCTION_NAME", "FUNCTION_TYPE"));
        assertEquals(List.of("since"), all(meta.getFunctionColumns(null, null, "weekly", "s%"), "COLUMN_NAME"));
        assertEquals(List.of(), all(meta.getProcedures(null, "system", null), "PROCEDURE_NAME"));
        assertEquals(List.of(), all(meta.getProcedures("a catalog", null, null), "PROCEDURE_NAME"));
    }

    @Test
    void privilegesAreSelectOnWhatIsVisible() throws SQLException {
        assertEquals(
                List.of("impressions SELECT advertiserco/ada NO", "purchases SELECT advertiserco/ada NO"),
                all(
                        meta.getTablePrivileges(null, "retail", null),
                        "TABLE_NAME",
                        "PRIVILEGE",
                        "GRANTEE",
                        "IS_GRANTABLE"));
        assertEquals(
                List.of("amount SELECT", "bought_on SELECT", "category SELECT", "hashed_email SELECT"),
                all(meta.getColumnPrivileges(null, "retail", "purchases", "%"), "COLUMN_NAME", "PRIVILEGE"));
    }

    @Test
    void typesAreInOrderWithSizeAndScale() throws SQLException {
        assertEquals(
                List.of(
                        "TINYINT 3 0",
                        "BIGINT 19 0",
                        "VARBINARY 2147483647 0",
                        "DECIMAL 38 38",
                        "INTEGER 10 0",
                        "SMALLINT 5 0",
                        "REAL 7 0",
                        "DOUBLE 15 0",
                        "VARCHAR 2147483647 0",
                        "BOOLEAN 1 0",
                        "DATE 10 0",
                        "TIME 15 6",
                        "TIMESTAMP 26 6",
                        "ROW 0 0",
                        "ARRAY 0 0"),
                all(meta.getTypeInfo(), "TYPE_NAME", "PRECISION", "MAXIMUM_SCALE"));
        assertEquals(List.of("SYSTEM TABLE", "TABLE"), all(meta.getTableTypes(), "TABLE_TYPE"));
    }

    /** Everything there is to list, searched for what ada may not know of. */
    @Test
    void nothingHiddenIsNamedAnywhere() throws Exception {
        StringBuilder seen = new StringBuilder();
        for (Method method : DatabaseMetaData.class.getMethods()) {
            if (method.getReturnType() == ResultSet.class) {
                Object[] arguments = new Object[method.getParameterCount()];
                for (int i = 0; i < arguments.length; i++) {
                    Class<?> type = method.getParameterTypes()[i];
                    arguments[i] = type == int.class ? (Object) 0 : type == boolean.class ? (Object) false : null;
                }
                try (ResultSet rows = (ResultSet) method.invoke(meta, arguments)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            seen.append(rows.getString(i)).append('\n');
                        }
                    }
                }
            }
        }
        assertTrue(seen.toString().contains("hashed_email"));
        for (String hidden :
                List.of("email_address", "secret_prices", "own_purchases", "internal_affairs", ".parquet")) {
            assertFalse(seen.toString().contains(hidden), hidden);
        }
    }

    @Test
    void parametersAreDescribedAsColumnsOfTheirTypesAre() throws SQLException {
        try (Statement definer = connection.createStatement()) {
            definer.execute(
                    "CREATE ANALYSIS TEMPLATE retail.described (at_least TIMESTAMP,"
                            + " label VARCHAR(9) DEFAULT 'it''s', share DECIMAL(5, 3) DEFAULT 0.5 CHECK BETWEEN 0 AND 1) AS"
                            + " SELECT COUNT(*) AS n FROM impressions"
                            + " WHERE shown_on >= :at_least AND campaign_id <> :label AND campaign_id < CAST(:share AS VARCHAR)");
            try {
                assertEquals(
                        List.of(
                                "at_least 26 6 null null ",
                                "label 9 null null 'it''s' ",
                                "share 5 3 10 0.5 CHECK BETWEEN 0 AND 1"),
                        all(
                                meta.getProcedureColumns(null, "retail", "described", null),
                                "COLUMN_NAME",
                                "PRECISION",
                                "SCALE",
                                "RADIX",
                                "COLUMN_DEF",
                                "REMARKS"));
            } finally {
                definer.execute("DROP ANALYSIS TEMPLATE retail.described");
            }
        }
    }

    /** Every word of the parser's, as a tool that generates SQL would write it and as the server itself does. */
    @Test
    void namesAreQuotedAsTheServerQuotesThem() throws SQLException {
        int reserved = 0;
        try (Statement statement = connection.createStatement()) {
            for (String image : CleanroomSqlParserConstants.tokenImage) {
                String word = image.replace("\"", "").toLowerCase(Locale.ROOT);
                if (!word.matches("[a-z_]+")) {
                    continue;
                }
                String sql = Name.of(word).sql();
                assertEquals(sql, statement.enquoteIdentifier(word, false));
                reserved += sql.startsWith("\"") ? 1 : 0;
            }
        }
        assertTrue(reserved > 70, "reserved " + reserved);
    }
}
