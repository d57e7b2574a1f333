package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TemplateCallTest {
    private static final TemplateCall.Declared DECLARED = () -> List.of("campaign_id", "start_date", "end_date");

    private static TemplateCall call(String sql) {
        return Objects.requireNonNull(TemplateCall.parse(sql), sql);
    }

    private static String refusal(String sql, String name) {
        SQLException refused = assertThrows(SQLException.class, () -> call(sql).marker(name, DECLARED));
        assertEquals("07009", refused.getSQLState());
        return String.valueOf(refused.getMessage());
    }

    @Test
    void the_name_may_have_a_collaboration_and_quotes() {
        assertEquals("weekly", call("CALL weekly(?)").template);
        assertNull(call("CALL weekly(?)").collaboration);
        assertEquals("Week\"ly", call("/* x */ call room . \"Week\"\"ly\" (?)").template);
        assertEquals("room", call("call room.weekly()").collaboration);
        assertNull(TemplateCall.parse("SELECT 1"));
        assertNull(TemplateCall.parse("CALL weekly(?"));
    }

    @Test
    void names_are_the_templates_in_order() throws SQLException {
        TemplateCall call = call("CALL weekly(?, DATE '2026-07-01', ?)");
        assertEquals(1, call.marker("CAMPAIGN_ID", DECLARED));
        assertEquals(2, call.marker("end_date", DECLARED));
    }

    @Test
    void names_in_the_call_itself_come_first() throws SQLException {
        TemplateCall call = call("CALL weekly(end_date => ?, \"start_date\" => DATE '2026-01-01', campaign_id => ?)");
        assertEquals(1, call.marker("end_date", DECLARED));
        assertEquals(2, call.marker("campaign_id", DECLARED));
    }

    @Test
    void what_has_no_marker_cannot_be_set() {
        assertEquals(
                "the call gives parameter start_date a value of its own, not ?",
                refusal("CALL weekly(?, DATE '2026-07-01', ?)", "start_date"));
        assertEquals("the call has no argument for parameter end_date", refusal("CALL weekly(?, ?)", "end_date"));
        assertEquals("the call has no argument x", refusal("CALL weekly(campaign_id => ?)", "x"));
        assertEquals(
                "template weekly has no parameter x; it has campaign_id, start_date, end_date",
                refusal("CALL weekly(?)", "x"));
    }
}
