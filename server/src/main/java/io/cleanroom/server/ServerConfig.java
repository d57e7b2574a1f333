package io.cleanroom.server;

import io.cleanroom.server.wire.WireSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, read and checked. Refused, never adjusted: a bad one throws {@link BadSetting}. Paths are absolute;
 * relative ones are read from the working directory.
 *
 * @param plaintextAllowed whether something in front of the server is trusted to add TLS
 * @param storeUrl empty: an embedded H2 file under {@code dataDir}
 * @param operatorPasswordFile empty: a fresh store generates a password, shown once
 */
public record ServerConfig(
        String host,
        int port,
        Optional<WireSettings.Tls> tls,
        boolean plaintextAllowed,
        Path dataDir,
        Path dataRoot,
        Optional<String> storeUrl,
        Optional<Path> operatorPasswordFile,
        EngineKind engine,
        EngineLimits engineLimits,
        Limits limits,
        LogLevel logLevel,
        Optional<Path> logFile) {

    /** What executes approved queries. */
    public enum EngineKind {
        DUCKDB
    }

    /** How much is written to the log. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /**
     * What the engine may use, for every collaboration's instance.
     *
     * @param memory bytes
     * @param tempSize bytes on disk
     */
    public record EngineLimits(long memory, int threads, long tempSize) {}

    /**
     * What clients may use.
     *
     * @param runTime a statement is stopped after so long
     * @param resultRows a result ends with an error after so many rows
     * @param connections JDBC connections that one user may have open
     * @param requestBytes size of one request
     * @param concurrentQueries queries of one member that run at the same time
     * @param queueLength queries of one member that wait for their turn
     * @param queueWait how long one waits that was not submitted: its client is waiting, too
     */
    public record Limits(
            Duration runTime,
            long resultRows,
            int connections,
            int requestBytes,
            int concurrentQueries,
            int queueLength,
            Duration queueWait) {}

    private static final Set<String> KEYS = new LinkedHashSet<>(java.util.List.of(
            "listen",
            "tls.keystore",
            "tls.password_file",
            "tls.client_auth",
            "allow_plaintext",
            "data_dir",
            "data_root",
            "store.url",
            "operator_password_file",
            "engine",
            "engine.memory",
            "engine.threads",
            "engine.temp_size",
            "limits.run_time",
            "limits.result_rows",
            "limits.connections",
            "limits.request_bytes",
            "limits.concurrent_queries",
            "limits.queue_length",
            "limits.queue_wait",
            "log.level",
            "log.file"));

    private static final long GB = 1_000_000_000L;

    /** Reads the file, if any, and over it the environment. */
    public static ServerConfig load(@Nullable Path file, Map<String, String> environment) {
        Texts texts = new Texts(SettingSource.read(file, environment, KEYS));
        String listen = texts.get("listen").orElse("127.0.0.1:8765");
        int colon = listen.lastIndexOf(':');
        if (colon < 1) {
            throw BadSetting.of("listen", listen, "HOST:PORT, for example 127.0.0.1:8765");
        }
        String host = listen.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        String port = listen.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw BadSetting.of("listen", listen, "HOST:PORT with a port from 0 to 65535");
        }
        Optional<WireSettings.Tls> tls = tls(texts);
        boolean plaintext = texts.read("allow_plaintext", SettingKind::flag).orElse(false);
        if (tls.isEmpty() && !plaintext && !isLoopback(host, listen)) {
            throw BadSetting.of(
                    "listen",
                    listen,
                    "a loopback address, unless tls.keystore is set or allow_plaintext is true because something in"
                            + " front of the server adds TLS");
        }
        return new ServerConfig(
                host,
                Integer.parseInt(port),
                tls,
                plaintext,
                texts.read("data_dir", SettingKind::path).orElseGet(() -> SettingKind.path("data_dir", "var/state")),
                texts.read("data_root", SettingKind::path).orElseGet(() -> SettingKind.path("data_root", "var/data")),
                storeUrl(texts),
                readable(texts, "operator_password_file"),
                texts.read("engine", (key, text) -> SettingKind.choice(key, text, EngineKind.class))
                        .orElse(EngineKind.DUCKDB),
                engineLimits(texts),
                limits(texts),
                texts.read("log.level", (key, text) -> SettingKind.choice(key, text, LogLevel.class))
                        .orElse(LogLevel.INFO),
                texts.read("log.file", SettingKind::path));
    }

    private static EngineLimits engineLimits(Texts texts) {
        return new EngineLimits(
                texts.read("engine.memory", (key, text) -> SettingKind.size(key, text, 64_000_000, 1_000_000 * GB))
                        .orElse(2 * GB),
                texts.read("engine.threads", (key, text) -> SettingKind.number(key, text, 1, 1024))
                        .orElse((long) Runtime.getRuntime().availableProcessors())
                        .intValue(),
                texts.read("engine.temp_size", (key, text) -> SettingKind.size(key, text, 0, 1_000_000 * GB))
                        .orElse(20 * GB));
    }

    private static Limits limits(Texts texts) {
        return new Limits(
                texts.read(
                                "limits.run_time",
                                (key, text) ->
                                        SettingKind.duration(key, text, Duration.ofSeconds(1), Duration.ofDays(30)))
                        .orElse(Duration.ofHours(1)),
                texts.read("limits.result_rows", (key, text) -> SettingKind.number(key, text, 1, 1_000_000_000_000L))
                        .orElse(1_000_000L),
                texts.read("limits.connections", (key, text) -> SettingKind.number(key, text, 1, 100_000))
                        .orElse(100L)
                        .intValue(),
                texts.read("limits.request_bytes", (key, text) -> SettingKind.size(key, text, 10_000, GB))
                        .orElse(1_000_000L)
                        .intValue(),
                texts.read("limits.concurrent_queries", (key, text) -> SettingKind.number(key, text, 1, 1000))
                        .orElse(4L)
                        .intValue(),
                texts.read("limits.queue_length", (key, text) -> SettingKind.number(key, text, 0, 100_000))
                        .orElse(100L)
                        .intValue(),
                texts.read(
                                "limits.queue_wait",
                                (key, text) ->
                                        SettingKind.duration(key, text, Duration.ofSeconds(1), Duration.ofDays(1)))
                        .orElse(Duration.ofMinutes(1)));
    }

    private static Optional<WireSettings.Tls> tls(Texts texts) {
        Optional<Path> keystore = readable(texts, "tls.keystore");
        Optional<Path> passwordFile = readable(texts, "tls.password_file");
        Optional<WireSettings.ClientAuth> clientAuth = texts.read(
                "tls.client_auth", (key, text) -> SettingKind.choice(key, text, WireSettings.ClientAuth.class));
        if (keystore.isEmpty()) {
            if (passwordFile.isPresent() || clientAuth.isPresent()) {
                throw new BadSetting(
                        "tls.keystore is needed with tls.password_file and tls.client_auth. Provided" + " value: none");
            }
            return Optional.empty();
        }
        if (passwordFile.isEmpty()) {
            throw new BadSetting("tls.password_file is needed with tls.keystore. Provided value: none");
        }
        String password;
        try {
            password =
                    Files.readString(passwordFile.get(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw BadSetting.of("tls.password_file", passwordFile.get().toString(), "a readable file in UTF-8");
        }
        return Optional.of(
                new WireSettings.Tls(keystore.get(), password, clientAuth.orElse(WireSettings.ClientAuth.NONE)));
    }

    private static Optional<String> storeUrl(Texts texts) {
        return texts.read("store.url", (key, text) -> {
            throw BadSetting.of(
                    key,
                    text.replaceAll("[?;].*", "..."),
                    "left out: this version keeps its state in an H2 file under data_dir");
        });
    }

    private static Optional<Path> readable(Texts texts, String key) {
        return texts.read(key, (name, text) -> {
            Path path = SettingKind.path(name, text);
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw BadSetting.of(name, text, "a readable file");
            }
            return path;
        });
    }

    private static boolean isLoopback(String host, String listen) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw BadSetting.of("listen", listen, "HOST:PORT with a host name or address of this machine");
        }
    }

    /** How the server is to be reached. */
    WireSettings wire() {
        WireSettings usual = WireSettings.loopback();
        return new WireSettings(
                host,
                port,
                tls,
                limits.requestBytes,
                usual.httpConnections(),
                limits.connections,
                usual.statementsPerConnection(),
                usual.networkIdle(),
                usual.connectionIdle(),
                usual.resultIdle(),
                usual.stopGrace());
    }

    private record Texts(Map<String, String> values) {
        Optional<String> get(String key) {
            return Optional.ofNullable(values.get(key));
        }

        <T> Optional<T> read(String key, java.util.function.BiFunction<String, String, T> kind) {
            return get(key).map((Function<String, T>) text -> kind.apply(key, text.strip()));
        }
    }
}
