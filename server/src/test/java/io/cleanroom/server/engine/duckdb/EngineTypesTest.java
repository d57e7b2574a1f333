package io.cleanroom.server.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cleanroom.server.collaboration.ColumnType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types as DuckDB itself describes them. */
class EngineTypesTest {
    private static String described(String type) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("CREATE TABLE t (c " + type + ")");
            try (ResultSet rows = statement.executeQuery("DESCRIBE t")) {
                rows.next();
                return EngineTypes.columnType(rows.getString(2))
                        .map(ColumnType::sql)
                        .orElse("none");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UBIGINT | DECIMAL(20, 0)",
                "UUID | VARCHAR",
                "ENUM('a', 'b[]', 'c)') | VARCHAR",
                "INTEGER[] | INTEGER ARRAY",
                "INTEGER[3] | INTEGER ARRAY",
                "UTINYINT[][2] | SMALLINT ARRAY ARRAY",
                "DECIMAL(10, 2)[] | DECIMAL(10, 2) ARRAY",
                "TIMESTAMP WITH TIME ZONE[] | TIMESTAMP ARRAY",
                "ENUM('a,b', '\"')[] | VARCHAR ARRAY",
                "STRUCT(a INTEGER, b VARCHAR) | ROW(a INTEGER, b VARCHAR)",
                "STRUCT(\"Odd, name\" DECIMAL(4, 1), \"a\"\"b)\" BLOB[]) | ROW(\"Odd, name\" DECIMAL(4, 1), \"a\"\"b)\" VARBINARY ARRAY)",
                "STRUCT(e ENUM('x(', ','), s STRUCT(d DATE, t TIMESTAMP WITH TIME ZONE)[])[] | ROW(e VARCHAR, s ROW(d DATE, t TIMESTAMP) ARRAY) ARRAY",
                "MAP(VARCHAR, INTEGER) | none",
                "MAP(VARCHAR, INTEGER)[] | none",
                "STRUCT(a INTEGER, m MAP(VARCHAR, INTEGER)) | none",
                "UNION(a INTEGER, b VARCHAR) | none",
                "BIT[] | none",
                "INTEGER[][][][][][][][] | INTEGER ARRAY ARRAY ARRAY ARRAY ARRAY ARRAY ARRAY ARRAY",
                "INTEGER[][][][][][][][][] | none",
            })
    void areTypesHere(String type, String expected) throws SQLException {
        assertEquals(expected, described(type));
    }

    @Test
    void largerRowsAreNone() throws SQLException {
        assertEquals("none", described(struct(1001)));
        assertEquals(1000, described(struct(1000)).split(",", -1).length);
    }

    private static String struct(int fields) {
        return IntStream.range(0, fields)
                .mapToObj(i -> "f" + i + " INTEGER")
                .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    @Test
    void nonsenseIsNone() {
        for (String type : new String[] {
            "",
            "[]",
            "STRUCT()",
            "STRUCT(a)",
            "STRUCT(a INTEGER",
            "STRUCT(\"a INTEGER)",
            "STRUCT(INTEGER, INTEGER)",
            "X".repeat(100_000) + "[]".repeat(100_000)
        }) {
            assertEquals(Optional.empty(), EngineTypes.columnType(type), type);
        }
    }
}
