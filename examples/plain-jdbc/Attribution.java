import java.sql.Date;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Plain JDBC: {@code java -cp driver/target/cleanroom-jdbc.jar Attribution.java URL USER PASSWORD}. */
public final class Attribution {
    public static void main(String[] args) throws SQLException {
        try (var connection = DriverManager.getConnection(args[0], args[1], args[2])) {
            try (var statement = connection.createStatement()) {
                statement.executeQuery("SELECT hashed_email FROM retailer_purchase_events");
                throw new IllegalStateException("this had to be refused");
            } catch (SQLException refused) {
                System.out.println(refused.getSQLState() + ": " + refused.getMessage() + "\n");
            }
            try (var call = connection.prepareStatement("CALL campaign_attribution_weekly(?, ?, ?)")) {
                call.setString(1, "CAMP_2026_Q3_SUMMER");
                call.setDate(2, Date.valueOf("2026-07-01"));
                call.setDate(3, Date.valueOf("2026-07-31"));
                try (var rows = call.executeQuery()) {
                    while (rows.next()) {
                        System.out.printf("%s %-8s %-12s %s people, ROAS %s%n", rows.getDate("purchase_week"),
                                rows.getString("ad_format"), rows.getString("product_category"),
                                rows.getLong("matched_users"), rows.getBigDecimal("roas"));
                    }
                }
            }
        }
    }
}
