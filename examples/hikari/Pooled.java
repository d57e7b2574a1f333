import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Date;
import java.sql.SQLException;

/** The attribution through a HikariCP pool: {@code Pooled.java URL USER PASSWORD}. */
public final class Pooled {
    public static void main(String[] args) throws SQLException {
        var config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setUsername(args[1]);
        config.setPassword(args[2]);
        config.setMaximumPoolSize(2);
        try (var pool = new HikariDataSource(config)) {
            for (String month : new String[] {"07", "08"}) {
                try (var connection = pool.getConnection();
                        var call = connection.prepareStatement("SELECT count(*), sum(attributed_revenue)"
                                + " FROM TABLE(campaign_attribution_weekly('CAMP_2026_Q3_SUMMER', ?, ?))")) {
                    call.setDate(1, Date.valueOf("2026-" + month + "-01"));
                    call.setDate(2, Date.valueOf("2026-" + month + "-31"));
                    try (var rows = call.executeQuery()) {
                        rows.next();
                        System.out.println("2026-" + month + ": " + rows.getLong(1) + " groups, revenue "
                                + rows.getBigDecimal(2));
                    }
                }
            }
        }
    }
}
