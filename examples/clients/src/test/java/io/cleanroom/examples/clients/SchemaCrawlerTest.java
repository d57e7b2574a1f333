package io.cleanroom.examples.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import schemacrawler.inclusionrule.RegularExpressionInclusionRule;
import schemacrawler.schemacrawler.LimitOptionsBuilder;
import schemacrawler.schemacrawler.LoadOptionsBuilder;
import schemacrawler.schemacrawler.SchemaCrawlerOptionsBuilder;
import schemacrawler.schemacrawler.SchemaInfoLevelBuilder;
import schemacrawler.tools.command.text.schema.options.TextOutputFormat;
import schemacrawler.tools.executable.SchemaCrawlerExecutable;
import schemacrawler.tools.options.OutputOptionsBuilder;
import us.fatehi.utility.datasource.DatabaseConnectionSources;
import us.fatehi.utility.datasource.MultiUseUserCredentials;

/** SchemaCrawler's report at its highest level of detail, of everything that it can find. */
class SchemaCrawlerTest {
    @BeforeAll
    static void quiet() {
        LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
    }

    private static String report(String schemas) {
        StringWriter report = new StringWriter();
        SchemaCrawlerExecutable crawler = new SchemaCrawlerExecutable("schema");
        crawler.setSchemaCrawlerOptions(SchemaCrawlerOptionsBuilder.newSchemaCrawlerOptions()
                .withLimitOptions(LimitOptionsBuilder.builder()
                        .includeSchemas(new RegularExpressionInclusionRule(schemas))
                        .tableTypes("TABLE", "SYSTEM TABLE")
                        .includeAllRoutines()
                        .toOptions())
                .withLoadOptions(LoadOptionsBuilder.builder()
                        .withSchemaInfoLevel(SchemaInfoLevelBuilder.maximum())
                        .toOptions()));
        crawler.setOutputOptions(OutputOptionsBuilder.builder()
                .withOutputFormat(TextOutputFormat.text)
                .withOutputWriter(report)
                .toOptions());
        crawler.setDataSource(DatabaseConnectionSources.newDatabaseConnectionSource(
                DemoRoom.url(), new MultiUseUserCredentials(DemoRoom.USER, DemoRoom.PASSWORD)));
        crawler.execute();
        return report.toString();
    }

    @Test
    void reportsTheWholeSchema() {
        String report = report("retail_attribution");
        for (String line : List.of(
                "retail_attribution.retailer_purchase_events",
                "owner retailco; rule AGGREGATION; MINIMUM 100 DISTINCT hashed_email",
                "JOIN, AGGREGATE; functions COUNT DISTINCT",
                "DIMENSION; functions",
                "retail_attribution.campaign_attribution_weekly",
                "Calculate attributed purchases by campaign for a date range",
                "campaign_id",
                "start_date")) {
            assertTrue(report.contains(line), () -> line + " is not in:\n" + report);
        }
        Refusals.assertNothingHidden(report);
    }

    @Test
    void reportsTheSystemTables() {
        String report = report(".*system.*");
        assertTrue(report.contains("protected_queries"), report);
        assertEquals(-1, report.indexOf("retailer_purchase_events"));
    }
}
