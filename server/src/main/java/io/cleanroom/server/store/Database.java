package io.cleanroom.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;

/** An open connection pool on a migrated schema. A pool whose storage failed is closed and never mended. */
final class Database implements AutoCloseable {
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final boolean readOnly;

    private Database(HikariDataSource pool, boolean readOnly) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        this.readOnly = readOnly;
    }

    /** Opens and migrates; Problems are one line for the operator. */
    static Database open(StoreConfig config) {
        HikariDataSource pool = connect(config, config.url());
        try {
            if (config.embedded()) {
                try (Connection connection = pool.getConnection()) {
                    Compaction.appendOnly(connection);
                }
            }
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    // A store of a newer server is refused, not half understood.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
            return new Database(pool, false);
        } catch (FlywayException | SQLException e) {
            pool.close();
            throw failure(config, e);
        }
    }

    /** Opens without writing a byte, as a full disk demands: H2 else writes when it opens a file. */
    static Database openReadOnly(StoreConfig config) {
        return new Database(connect(config, config.url() + ";ACCESS_MODE_DATA=r"), true);
    }

    private static HikariDataSource connect(StoreConfig config, String url) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("store");
        settings.setJdbcUrl(url);
        settings.setUsername(config.user());
        settings.setPassword(config.password());
        settings.setMaximumPoolSize(8);
        settings.setConnectionTimeout(15_000);
        // Readers see one state of all tables: H2 gives that for SERIALIZABLE alone, PostgreSQL for REPEATABLE READ.
        settings.setTransactionIsolation(
                config.embedded() ? "TRANSACTION_SERIALIZABLE" : "TRANSACTION_REPEATABLE_READ");
        if (config.embedded()) {
            settings.setMaxLifetime(0);
        }
        try {
            return new HikariDataSource(settings);
        } catch (HikariPool.PoolInitializationException e) {
            throw failure(config, e);
        }
    }

    private static Problem failure(StoreConfig config, Exception e) {
        if (StorageFailure.inUse(e)) {
            return new Problem(Code.IN_USE, "the store " + config.display() + " is in use by another server", e);
        }
        if (StorageFailure.diskFull(e)) {
            return new Problem(Code.DISK_FULL, "the server's disk is full", e);
        }
        return new Problem(Code.NOT_READY, "the store " + config.display() + " cannot be opened: " + firstLine(e), e);
    }

    private static String firstLine(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    /** Whether it only serves readers until there is space again. */
    boolean readOnly() {
        return readOnly;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        pool.close();
    }
}
