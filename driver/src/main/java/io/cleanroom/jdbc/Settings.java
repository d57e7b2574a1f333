package io.cleanroom.jdbc;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What one connection was asked to be: URL and properties together, every value checked, nothing corrected.
 *
 * <p>A bad setting is refused with SQLState 08001 and a message that names the property, the value (unless it is a
 * secret) and what is accepted.
 */
final class Settings {
    private static final int DAY_SECONDS = 86_400;

    private final DriverUrl url;
    private final Map<DriverProperty, String> values;
    private final boolean tls;
    /** As many rows as fit into a first answer that comes quickly. */
    static final int FETCH_SIZE = 1000;

    private final int fetchSize;
    private final int loginTimeout;
    private final int queryTimeout;

    private Settings(DriverUrl url, Map<DriverProperty, String> values) throws SQLException {
        this.url = url;
        this.values = values;
        this.tls = decideTls();
        this.fetchSize = number(DriverProperty.FETCH_SIZE, FETCH_SIZE, 1, 1_000_000);
        this.loginTimeout = number(DriverProperty.LOGIN_TIMEOUT, defaultLoginTimeout(), 1, DAY_SECONDS);
        this.queryTimeout = number(DriverProperty.QUERY_TIMEOUT, 0, 0, Integer.MAX_VALUE / 1000);
        checkCredentials();
        checkStores();
        String application = applicationName();
        if (application != null
                && (application.length() > 128 || application.chars().anyMatch(Character::isISOControl))) {
            throw refused(DriverProperty.APPLICATION_NAME, "at most 128 characters, none of them a control character");
        }
    }

    /** Merges URL and properties; a property given in both must have one value. */
    static Settings of(DriverUrl url, Properties info) throws SQLException {
        Map<DriverProperty, String> values = new EnumMap<>(DriverProperty.class);
        for (Map.Entry<String, String> entry : url.properties.entrySet()) {
            values.put(property(entry.getKey()), entry.getValue());
        }
        for (Object key : info.keySet()) {
            if (!(key instanceof String) || info.getProperty((String) key) == null) {
                throw Errors.of("connection properties are text; " + key + " is not", Errors.CANNOT_CONNECT);
            }
        }
        for (String key : info.stringPropertyNames()) {
            DriverProperty property = property(key);
            String value = info.getProperty(key);
            String other = values.put(property, value);
            if (other != null && !other.equals(value)) {
                throw Errors.of(
                        "property " + key + " has one value in the URL and another in the properties",
                        Errors.CANNOT_CONNECT);
            }
        }
        return new Settings(url, values);
    }

    private static int defaultLoginTimeout() {
        int global = DriverManager.getLoginTimeout();
        return global > 0 ? Math.min(global, DAY_SECONDS) : 30;
    }

    private static DriverProperty property(String key) throws SQLException {
        DriverProperty property = DriverProperty.named(key);
        if (property == null) {
            throw Errors.of(
                    "unknown connection property " + key + "; known are " + DriverProperty.known(),
                    Errors.CANNOT_CONNECT);
        }
        return property;
    }

    private boolean decideTls() throws SQLException {
        boolean loopback = isLoopback(url.host);
        String value = value(DriverProperty.TLS);
        if (value == null) {
            return !loopback;
        }
        switch (value) {
            case "verify":
                return true;
            case "disable":
                if (loopback) {
                    return false;
                }
                throw Errors.of(
                        "tls=disable is accepted only for localhost, 127.* and ::1; " + url.host
                                + " is reached with tls=verify",
                        Errors.CANNOT_CONNECT);
            default:
                throw refused(DriverProperty.TLS, "verify or disable");
        }
    }

    /** Decided by the text of the host, without asking a name server. */
    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
    }

    private void checkCredentials() throws SQLException {
        String user = value(DriverProperty.USER);
        if (value(DriverProperty.TOKEN) != null && (user != null || value(DriverProperty.PASSWORD) != null)) {
            throw Errors.of("give either token, or user and password, not both", Errors.CANNOT_CONNECT);
        }
        if (user == null && value(DriverProperty.PASSWORD) != null) {
            throw Errors.of("a password was given without a user", Errors.CANNOT_CONNECT);
        }
        if (user != null && user.indexOf(':') >= 0) {
            throw refused(DriverProperty.USER, "a name without a colon, such as advertiserco/ana");
        }
        String token = value(DriverProperty.TOKEN);
        if (token != null && !token.matches("[\\x21-\\x7e]+")) {
            throw refused(DriverProperty.TOKEN, "visible ASCII characters");
        }
    }

    private void checkStores() throws SQLException {
        for (DriverProperty store : new DriverProperty[] {DriverProperty.TRUSTSTORE, DriverProperty.KEYSTORE}) {
            if (value(store) != null && !tls) {
                throw Errors.of(
                        store.key() + " was given, but this connection would be plain HTTP; add tls=verify",
                        Errors.CANNOT_CONNECT);
            }
            if (value(store) != null && !new File(store(store)).isFile()) {
                throw refused(store, "an existing file");
            }
        }
    }

    private int number(DriverProperty property, int otherwise, int least, int most) throws SQLException {
        String text = value(property);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw refused(property, "a whole number from " + least + " to " + most);
    }

    private SQLException refused(DriverProperty property, String accepted) {
        String value = property.isSecret() ? "" : " Provided value: " + value(property);
        return Errors.of(property.key() + " must be " + accepted + "." + value, Errors.CANNOT_CONNECT);
    }

    private @Nullable String value(DriverProperty property) {
        return values.get(property);
    }

    private String store(DriverProperty property) {
        return String.valueOf(value(property));
    }

    String host() {
        return url.host;
    }

    /** Host and port as people write them, for messages. */
    String address() {
        return (url.host.indexOf(':') >= 0 ? "[" + url.host + "]" : url.host) + ":" + url.port;
    }

    /** Where requests are posted to. */
    URI endpoint() throws SQLException {
        try {
            return new URI(tls ? "https" : "http", null, url.host, url.port, "/", null, null);
        } catch (URISyntaxException e) {
            throw Errors.of("not a host name: " + url.host, Errors.CANNOT_CONNECT);
        }
    }

    boolean tls() {
        return tls;
    }

    @Nullable
    String collaboration() {
        return url.collaboration;
    }

    @Nullable
    String user() {
        return value(DriverProperty.USER);
    }

    @Nullable
    String applicationName() {
        return value(DriverProperty.APPLICATION_NAME);
    }

    @Nullable
    String truststore() {
        return value(DriverProperty.TRUSTSTORE);
    }

    @Nullable
    String truststorePassword() {
        return value(DriverProperty.TRUSTSTORE_PASSWORD);
    }

    @Nullable
    String keystore() {
        return value(DriverProperty.KEYSTORE);
    }

    @Nullable
    String keystorePassword() {
        return value(DriverProperty.KEYSTORE_PASSWORD);
    }

    int fetchSize() {
        return fetchSize;
    }

    Duration loginTimeout() {
        return Duration.ofSeconds(loginTimeout);
    }

    /** Seconds, 0 for none. */
    int queryTimeout() {
        return queryTimeout;
    }

    /** The {@code Authorization} header of every request, or null if there are no credentials. */
    @Nullable
    String authorization() {
        String token = value(DriverProperty.TOKEN);
        if (token != null) {
            return "Bearer " + token;
        }
        String user = user();
        if (user == null) {
            return null;
        }
        String password = value(DriverProperty.PASSWORD);
        byte[] pair = (user + ":" + (password == null ? "" : password)).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** The URL without properties, safe to show. */
    String displayUrl() {
        return DriverUrl.PREFIX + "//" + address() + "/" + (url.collaboration == null ? "" : url.collaboration);
    }
}
