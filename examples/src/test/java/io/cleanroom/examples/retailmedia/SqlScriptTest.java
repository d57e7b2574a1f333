package io.cleanroom.examples.retailmedia;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlScriptTest {
    @Test
    void aSemicolonInQuotesOrCommentsEndsNothing() {
        assertEquals(
                List.of("SELECT 'a;''b' -- c; d\n FROM \"e;f\"", "SELECT 2"),
                SqlScript.statements("SELECT 'a;''b' -- c; d\n FROM \"e;f\";\nSELECT 2"));
    }

    @Test
    void whatFollowsTheLastSemicolonIsNoStatementIfItIsAComment() {
        assertEquals(List.of("-- why\nSELECT 1"), SqlScript.statements("-- why\nSELECT 1;\n-- the end"));
    }
}
