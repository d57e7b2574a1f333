package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "{d '2026-07-01'} -> DATE '2026-07-01'",
                "{ t'10:11:12' } -> TIME '10:11:12'",
                "{TS '2026-07-01 10:11:12.5'} -> TIMESTAMP '2026-07-01 10:11:12.5'",
                "{fn ucase({fn lcase(x)})} -> UPPER(LOWER(x))",
                "{fn concat(a, concat(b, 'c,)'))} -> (a || concat(b, 'c,)'))",
                "{fn LOCATE('b', f(a, b))} -> POSITION('b' IN f(a, b))",
                "{fn CONVERT(x, SQL_NUMERIC)} -> CAST(x AS DECIMAL)",
                "{fn YEAR({d '2026-07-01'})} -> EXTRACT(YEAR FROM DATE '2026-07-01')",
                "{fn CURDATE()} -> CURRENT_DATE",
                "{fn ABS(-1)} -> ABS(-1)",
                "FROM {oj a LEFT OUTER JOIN b ON a.x = b.x} -> FROM a LEFT OUTER JOIN b ON a.x = b.x",
                "x LIKE 'a!%' {escape '!'} -> x LIKE 'a!%' ESCAPE '!'",
                "SELECT 1 {limit 5} -> SELECT 1 LIMIT 5",
                "SELECT 1 {limit ? offset 7} -> SELECT 1 LIMIT ? OFFSET 7",
                "{call weekly(?, {d '2026-07-01'})} -> CALL weekly(?, DATE '2026-07-01')",
                "{call room.weekly} -> CALL room.weekly()",
            })
    void is_written_as_the_servers_sql(String escape, String sql) throws SQLException {
        assertEquals(sql, Escapes.translate(escape));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '{d ''2026-07-01''}'",
                "SELECT \"{fn x}\" FROM \"a\"\"{b\"",
                "SELECT 1 -- {fn x}\n + 2",
                "SELECT 1 /* {fn x} ' */ + 2",
                "SELECT 'not closed {d",
            })
    void texts_names_and_comments_stay_as_they_are(String sql) throws SQLException {
        assertEquals(sql, Escapes.translate(sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "SELECT {x 1} -> the JDBC escape at line 1, column 8 is none of d, t, ts, fn, oj, escape, limit, call",
                "SELECT {d 1} -> the JDBC escape at line 1, column 8 takes one text in single quotes",
                "SELECT {d '1' '2'} -> the JDBC escape at line 1, column 8 takes one text in single quotes",
                "{d '}' -> the JDBC escape at line 1, column 1 has no }",
                "{call} -> the JDBC escape at line 1, column 1 names no template",
                "{limit 1 2} -> the JDBC escape at line 1, column 1 is not {limit rows} or {limit rows offset start}",
            })
    void what_jdbc_does_not_have_is_refused(String sql, String message) {
        SQLException refused = assertThrows(SQLException.class, () -> Escapes.translate(sql));
        assertEquals("42601", refused.getSQLState());
        assertEquals(message, refused.getMessage());
    }

    @Test
    void a_return_value_is_not_supported() {
        SQLException refused = assertThrows(SQLException.class, () -> Escapes.translate("{? = call f(?)}"));
        assertEquals("0A000", refused.getSQLState());
    }

    @Test
    void lines_stay_where_they_are() throws SQLException {
        assertEquals(
                "SELECT 1\nFROM t\nWHERE d > DATE '2026-07-01'\n",
                Escapes.translate("SELECT 1\nFROM t\nWHERE d > {d '2026-07-01'}\n"));
    }
}
