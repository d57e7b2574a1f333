package io.cleanroom.examples.retailmedia;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateDataTest {
    private static final Path SCRIPT = Path.of("retail-media/generate.sql");
    private static final BigDecimal SCALE = new BigDecimal("0.0004");

    @TempDir
    private static Path data;

    @BeforeAll
    static void generate() throws IOException, SQLException {
        GenerateData.generate(SCRIPT, SCALE, data);
    }

    @Test
    void theSameScaleGivesTheSameBytesOnOneThread(@TempDir Path other) throws IOException, SQLException {
        Path single = other.resolve("single.sql");
        Files.writeString(single, "SET threads = 1;\n" + Files.readString(SCRIPT));
        GenerateData.generate(single, SCALE, other);
        for (String table : List.of("retailco/purchases", "advertiserco/impressions")) {
            for (int part = 0; part < 4; part++) {
                String file = table + "/part-" + part + ".parquet";
                assertEquals(-1, Files.mismatch(data.resolve(file), other.resolve(file)), file);
            }
        }
    }

    @Test
    void sizesFollowTheScale() throws SQLException {
        assertEquals("80000", value("SELECT count(*) FROM purchases"));
        assertEquals("120000", value("SELECT count(*) FROM impressions"));
    }

    @Test
    void aboutHalfOfTheCustomersAreInTheAudience() throws SQLException {
        double shared = Double.parseDouble(value("SELECT count(DISTINCT p.hashed_email) FILTER (p.hashed_email IN"
                + " (SELECT hashed_email FROM impressions)) / count(DISTINCT p.hashed_email) FROM purchases p"));
        assertTrue(shared > 0.4 && shared < 0.7, () -> "share " + shared);
    }

    /** The hashing that both members agreed on: SHA-256 of the trimmed, lower-case address. */
    @Test
    void identitiesAreHashedAddresses() throws SQLException, NoSuchAlgorithmException {
        for (String order : List.of("ASC", "DESC")) {
            String row = " FROM purchases WHERE email_address <> lower(email_address) ORDER BY purchase_id " + order
                    + " LIMIT 1";
            String address = value("SELECT email_address" + row).strip().toLowerCase(Locale.ROOT);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            assertEquals(HexFormat.of().formatHex(hash), value("SELECT hashed_email" + row));
        }
    }

    @Test
    void someIdentitiesCategoriesRegionsAndAmountsAreMissing() throws SQLException {
        assertEquals(
                "true",
                value("SELECT count(*) > count(hashed_email) AND count(*) > count(product_category)"
                        + " AND count(*) > count(store_region) AND count(*) > count(purchase_amount) FROM purchases"));
    }

    private static String value(String sql) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("CREATE VIEW purchases AS FROM '" + data.resolve("retailco/purchases/*.parquet") + "'");
            statement.execute(
                    "CREATE VIEW impressions AS FROM '" + data.resolve("advertiserco/impressions/*.parquet") + "'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return String.valueOf(rows.getString(1));
            }
        }
    }
}
