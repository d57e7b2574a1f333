package io.cleanroom.examples.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sqlline as a process of its own, with a script, as its manual says. */
@SuppressWarnings("NullAway.Init")
class SqllineTest {
    @TempDir
    private Path folder;

    private String sqlline(String... lines) throws IOException, InterruptedException {
        Path script = Files.write(folder.resolve("script.sql"), List.of(lines));
        Path log = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "sqlline.SqlLine"));
        command.addAll(List.of("-d", DemoRoom.DRIVER, "-u", DemoRoom.url(), "-n", DemoRoom.USER));
        command.addAll(List.of("-p", DemoRoom.PASSWORD, "--maxWidth=400", "--force=true", "--color=false"));
        command.addAll(List.of("--run=" + script));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "sqlline hangs");
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(log);
    }

    private static void assertShows(String output, String... texts) {
        for (String text : texts) {
            assertTrue(output.contains(text), () -> text + " is not in:\n" + output);
        }
    }

    @Test
    void listsWhatIsThere() throws IOException, InterruptedException {
        String output = sqlline(
                "!tables",
                "!columns retailer_purchase_events",
                "!describe advertiser_campaign_events",
                "!procedures",
                "!schemas",
                "!primarykeys retailer_purchase_events",
                "!indexes retailer_purchase_events",
                "!importedkeys retailer_purchase_events",
                "!exportedkeys retailer_purchase_events",
                "!typeinfo",
                "!metadata getTableTypes",
                "!dbinfo",
                "!isolation",
                "!autocommit");
        assertShows(
                output,
                "retailer_purchase_events",
                "advertiser_campaign_events",
                "owner retailco; rule AGGREGATION; MINIMUM 100 DISTINCT hashed_email",
                "JOIN, AGGREGATE; functions COUNT DISTINCT",
                "campaign_attribution_weekly",
                "SYSTEM TABLE");
        assertTrue(!output.contains("Error:"), output);
        Refusals.assertNothingHidden(output);
    }

    @Test
    void asks() throws IOException, InterruptedException {
        String output = sqlline(
                "!set outputformat csv",
                "SELECT ad_format, COUNT(DISTINCT hashed_email) AS people",
                "FROM advertiser_campaign_events GROUP BY ad_format ORDER BY 1;",
                "CALL campaign_attribution_weekly('CAMP_2026_Q3_SUMMER', DATE '2026-07-01', DATE '2026-08-31');",
                "!autocommit off",
                "!commit",
                "!rollback");
        assertShows(output, "'ad_format','people'", "'audio','", "'purchase_week','matched_users'");
        long attributed = output.lines()
                .filter(l -> l.startsWith("'CAMP_2026_Q3_SUMMER'"))
                .count();
        assertEquals(61, attributed, output);
        assertTrue(!output.contains("Error:"), output);
    }

    @Test
    void passesOnARefusal() throws IOException, InterruptedException {
        String output = sqlline(Refusals.ROWS + ";", "SELECT email_address FROM retailer_purchase_events;");
        assertShows(output, "Error: " + Refusals.FIRST_LINE, "(state=42501,code=1001)", "(state=42703,code=1103)");
    }
}
