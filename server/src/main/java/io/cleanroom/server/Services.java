package io.cleanroom.server;

import io.cleanroom.server.audit.AuditLog;
import io.cleanroom.server.audit.AuditMirror;
import io.cleanroom.server.audit.AuditVerify;
import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.definition.DataRoot;
import io.cleanroom.server.definition.Definitions;
import io.cleanroom.server.definition.LiveRuns;
import io.cleanroom.server.definition.SystemTables;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.duckdb.DuckDbConfig;
import io.cleanroom.server.engine.duckdb.DuckDbEngine;
import io.cleanroom.server.identity.Authenticator;
import io.cleanroom.server.identity.OperatorAccount;
import io.cleanroom.server.query.QueryLimits;
import io.cleanroom.server.query.QueryServices;
import io.cleanroom.server.query.Statements;
import io.cleanroom.server.results.ResultLocations;
import io.cleanroom.server.sql.AllowedFunctions;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.StoreConfig;
import io.cleanroom.server.wire.Authentication;
import io.cleanroom.server.wire.ServerVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The services of a server, made from its settings; the only place where they are made.
 *
 * @param operatorPassword the generated one of a fresh store, to be shown once
 * @param toClose in the order in which they are closed
 */
record Services(
        Statements statements,
        Authentication authentication,
        Optional<String> operatorPassword,
        List<AutoCloseable> toClose) {

    /** After the round that loads the classes, so many more while clients come already. */
    private static final int WARM_UP_ROUNDS = 20;

    /** Throws {@code Problem}, in one line for the operator, if a service cannot start, for example a store in use. */
    static Services open(ServerConfig config) {
        Clock clock = Clock.systemUTC();
        Store store = Store.open(StoreConfig.embedded(config.dataDir()));
        try {
            Engine engine = engine(config);
            QueryServices queries = new QueryServices(engine, clock);
            CompletableFuture<Void> loaded = CompletableFuture.runAsync(() -> queries.warmUp(1));
            var unused = loaded.thenRunAsync(queries::warmUpEngine).thenRun(() -> queries.warmUp(WARM_UP_ROUNDS));
            Services services = open(config, clock, store, engine, queries);
            loaded.join();
            return services;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Engine engine(ServerConfig config) {
        return new DuckDbEngine(new DuckDbConfig(
                config.engineLimits().memory() / 1_000_000 + "MB",
                config.engineLimits().threads(),
                config.dataDir().toAbsolutePath().resolve("temp"),
                config.engineLimits().tempSize() / 1_000_000 + "MB",
                config.limits().runTime()));
    }

    private static Services open(ServerConfig config, Clock clock, Store store, Engine engine, QueryServices queries) {
        AuditMirror.start(store, config.dataDir().resolve("audit"));
        AuditLog audit = new AuditLog(clock);
        QueryRecords records = new QueryRecords(store, audit, clock);
        ResultLocations results = new ResultLocations(config.dataRoot(), engine);
        QueryServices.recover(store, records, results);
        LiveRuns live = new LiveRuns();
        Optional<String> password =
                OperatorAccount.ensure(store, config.operatorPasswordFile().map(Services::password));
        DataRoot sources = new DataRoot(config.dataRoot());
        Definitions definitions = new Definitions(
                store, audit, clock, sources, engine::describe, queries.templates(), AllowedFunctions.grantable());
        SystemTables systemTables = new SystemTables(
                store,
                clock,
                sources,
                engine::describe,
                live,
                new SystemTables.Server(ServerVersion.TEXT, engine.name(), limits(config)));
        Statements statements = queries.statements(
                store,
                definitions,
                records,
                sources,
                systemTables,
                results,
                live,
                new QueryLimits(
                        config.limits().concurrentQueries(),
                        config.limits().queueLength(),
                        config.limits().queueWait(),
                        config.limits().resultRows()));
        return new Services(
                statements, authentication(new Authenticator(store, clock)), password, List.of(queries, engine, store));
    }

    private static Authentication authentication(Authenticator users) {
        return new Authentication() {
            @Override
            public Optional<Principal> authenticate(String user, String password) {
                return users.authenticate(user, password);
            }

            @Override
            public Optional<Principal> authenticate(String token) {
                return users.authenticate(token);
            }
        };
    }

    /** The first line of the file. */
    private static String password(Path file) {
        try {
            String password = Files.readString(file).lines().findFirst().orElse("");
            if (password.isBlank()) {
                throw BadSetting.of(
                        "operator_password_file", file.toString(), "a file with the password in its first line");
            }
            return password;
        } catch (IOException e) {
            throw BadSetting.of("operator_password_file", file.toString(), "a file that can be read");
        }
    }

    private static SortedMap<String, String> limits(ServerConfig config) {
        SortedMap<String, String> limits = new TreeMap<>();
        limits.put("run_time", config.limits().runTime().toSeconds() + "s");
        limits.put("result_rows", String.valueOf(config.limits().resultRows()));
        limits.put("connections", String.valueOf(config.limits().connections()));
        limits.put("concurrent_queries", String.valueOf(config.limits().concurrentQueries()));
        limits.put("queue_length", String.valueOf(config.limits().queueLength()));
        limits.put("queue_wait", config.limits().queueWait().toSeconds() + "s");
        return limits;
    }

    /** The exit status: 0 if every record is as it was written. */
    static int verifyAudit(List<Path> files, PrintStream out) {
        return AuditVerify.run(files.stream().map(Path::toString).toList(), out);
    }
}
