package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings are read as written or refused with the key, the value and what is accepted. */
class ServerConfigTest {
    @TempDir
    private Path folder = Path.of("");

    private ServerConfig load(String yaml, Map<String, String> environment) throws IOException {
        return ServerConfig.load(Files.writeString(folder.resolve("cleanroom.yaml"), yaml), environment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: nowhere | listen must be HOST:PORT, for example 127.0.0.1:8765. Provided value: nowhere",
                "listen: 127.0.0.1:70000 | listen must be HOST:PORT with a port from 0 to 65535. Provided value:"
                        + " 127.0.0.1:70000",
                "listen: 127.0.0.1:-1 | listen must be HOST:PORT with a port from 0 to 65535. Provided value: 127.0.0.1:-1",
                "listen: 0.0.0.0:8765 | listen must be a loopback address, unless tls.keystore is set or allow_plaintext is"
                        + " true because something in front of the server adds TLS. Provided value: 0.0.0.0:8765",
                "lissen: 127.0.0.1:1 | lissen is no setting; did you mean listen?",
                "limits.run_tme: 3s | limits.run_tme is no setting; did you mean limits.run_time?",
                "'limits: {conections: 3}' | limits.conections is no setting; did you mean limits.connections?",
                "zebra: 3 | zebra is no setting; known are listen, tls.keystore, tls.password_file,"
                        + " tls.client_auth, allow_plaintext, data_dir, data_root, store.url, operator_password_file,"
                        + " engine, engine.memory, engine.threads, engine.temp_size, limits.run_time,"
                        + " limits.result_rows, limits.connections, limits.request_bytes, limits.concurrent_queries,"
                        + " limits.queue_length, limits.queue_wait, log.level, log.file",
                "allow_plaintext: maybe | allow_plaintext must be true or false. Provided value: maybe",
                "tls.keystore: /no/such.p12 | tls.keystore must be a readable file. Provided value: /no/such.p12",
                "tls.client_auth: need | tls.keystore is needed with tls.password_file and tls.client_auth. Provided"
                        + " value: none",
                "tls.client_auth: always | tls.client_auth must be one of none, want, need. Provided value: always",
                "operator_password_file: /no/such | operator_password_file must be a readable file. Provided value: /no/such",
                "store.url: jdbc:mysql:x?password=secret | store.url must be left out: this version keeps its state in an H2 file under data_dir. Provided"
                        + " value: jdbc:mysql:x...",
                "engine: trino | engine must be duckdb. Provided value: trino",
                "engine.memory: 4 | engine.memory must be a size like 512MB, 4GB or 2GiB, from 64000000B to"
                        + " 1000000000000000B. Provided value: 4",
                "engine.memory: 4XB | engine.memory must be a size like 512MB, 4GB or 2GiB, from 64000000B to"
                        + " 1000000000000000B. Provided value: 4XB",
                "engine.threads: 0 | engine.threads must be a number from 1 to 1024. Provided value: 0",
                "engine.threads: two | engine.threads must be a number from 1 to 1024. Provided value: two",
                "limits.run_time: 30 | limits.run_time must be a duration like 30s, 5m or 2h, from 1s to 2592000s. Provided"
                        + " value: 30",
                "limits.run_time: 0s | limits.run_time must be a duration like 30s, 5m or 2h, from 1s to 2592000s. Provided"
                        + " value: 0s",
                "limits.request_bytes: 9TB | limits.request_bytes must be a size like 512MB, 4GB or 2GiB, from 10000B to"
                        + " 1000000000B. Provided value: 9TB",
                "limits.connections: -1 | limits.connections must be a number from 1 to 100000. Provided value: -1",
                "log.level: loud | log.level must be one of error, warn, info, debug. Provided value: loud",
                "log.level: | log.level has no value; leave the whole line out for the default",
                "'listen: [a, b]' | listen must be a single value. Provided value: [a, b]",
                "'[1, 2]' | the file must hold lines of 'key: value'. Provided: a text or list"
            })
    void isRefused(String yaml, String message) {
        assertEquals(
                message,
                assertThrows(BadSetting.class, () -> load(yaml, Map.of())).getMessage());
    }

    @Test
    void whatIsNotYamlIsRefusedInOneLine() {
        String message = String.valueOf(assertThrows(BadSetting.class, () -> load("listen: 'a\nb: {", Map.of()))
                .getMessage());
        assertFalse(message.contains("\n"), message);
        assertTrue(message.contains("cleanroom.yaml line 2: not YAML"), message);
        String tagged =
                String.valueOf(assertThrows(BadSetting.class, () -> load("listen: !!java.net.URL [a]", Map.of()))
                        .getMessage());
        assertFalse(tagged.contains("\n"), tagged);
    }

    @Test
    void theEnvironmentWinsAndIsCheckedLikeTheFile() throws IOException {
        ServerConfig config =
                load("listen: 127.0.0.1:1\nlimits:\n  run_time: 90m\n", Map.of("CLEANROOM_LISTEN", "[::1]:0"));
        assertEquals("::1", config.host());
        assertEquals(0, config.port());
        assertEquals(Duration.ofMinutes(90), config.limits().runTime());
        assertEquals(
                "CLEANROOM_LISTN is no setting; did you mean CLEANROOM_LISTEN?",
                assertThrows(BadSetting.class, () -> load("", Map.of("CLEANROOM_LISTN", "x")))
                        .getMessage());
    }

    @Test
    void everythingHasADefaultButPlaintextBeyondLoopback() throws IOException {
        ServerConfig config = load("", Map.of("PATH", "ignored"));
        assertEquals("127.0.0.1", config.host());
        assertEquals(8765, config.port());
        assertEquals(Optional.empty(), config.tls());
        assertTrue(config.dataDir().isAbsolute());
        assertEquals(2_000_000_000L, config.engineLimits().memory());
        assertTrue(load("listen: 0.0.0.0:1\nallow_plaintext: true", Map.of()).plaintextAllowed());
    }

    @Test
    void theShippedFileWithEveryLineUncommentedNamesOnlyKnownKeys() throws IOException {
        String shipped = Files.readString(Path.of("src/main/conf/cleanroom.yaml"));
        String yaml = shipped.replaceAll("(?m)^#(?=[a-z_.]+: )", "")
                .replaceAll("(?m)^(tls\\.|operator_password_file|log\\.file).*$", "");
        ServerConfig config = load(yaml, Map.of());
        assertEquals(load("", Map.of()).limits(), config.limits());
        assertEquals(load("", Map.of()).dataRoot(), config.dataRoot());
        assertEquals(
                load("", Map.of()).engineLimits().memory(),
                config.engineLimits().memory());
    }
}
