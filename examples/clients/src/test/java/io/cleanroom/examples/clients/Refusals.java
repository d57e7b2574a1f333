package io.cleanroom.examples.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.sql.SQLException;
import java.util.List;

/** What every client must pass on of a refusal, and what none may ever show. */
final class Refusals {
    static final String ROWS = "SELECT hashed_email FROM retailer_purchase_events";
    static final String FIRST_LINE =
            "refused: rows of table retailer_purchase_events would leave with column hashed_email; groups may, with GROUP BY"
                    + " and aggregate functions";

    /** The columns of the retailer's files that are granted for nothing. */
    static final List<String> HIDDEN = List.of("customer_name", "email_address", "home_address", "credit_card_last4");

    private Refusals() {}

    static void assertNothingHidden(String shown) {
        for (String column : HIDDEN) {
            assertTrue(!shown.contains(column), column);
        }
    }

    /** The cause that came from the driver: state and first line are as a plain JDBC program sees them. */
    static void assertRefused(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refusal) {
                assertEquals("42501", refusal.getSQLState());
                assertEquals(
                        FIRST_LINE,
                        String.valueOf(refusal.getMessage()).lines().findFirst().orElse(""));
                return;
            }
        }
        fail("no SQLException in it", thrown);
    }
}
