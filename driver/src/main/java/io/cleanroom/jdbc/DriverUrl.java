package io.cleanroom.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code jdbc:cleanroom://host[:port]/[collaboration][?property=value&...]}, not yet judged.
 *
 * <p>Collaboration and values are percent-decoded as UTF-8; {@code +} stands for itself. An IPv6 host is written in
 * brackets.
 */
final class DriverUrl {
    static final String PREFIX = "jdbc:cleanroom:";
    static final int DEFAULT_PORT = 8765;
    static final String GRAMMAR = "jdbc:cleanroom://host[:port]/[collaboration][?property=value&...]";

    /** Host name or address, without brackets. */
    final String host;

    final int port;
    final @Nullable String collaboration;
    final Map<String, String> properties;

    private DriverUrl(String host, int port, @Nullable String collaboration, Map<String, String> properties) {
        this.host = host;
        this.port = port;
        this.collaboration = collaboration;
        this.properties = properties;
    }

    static boolean isOurs(@Nullable String url) {
        return url != null && url.startsWith(PREFIX);
    }

    /** Reads a URL; one that does not follow the grammar is refused (08001) without being repeated in the message. */
    static DriverUrl parse(String url) throws SQLException {
        String start = PREFIX + "//";
        if (!url.startsWith(start)) {
            throw bad("it must start with " + start);
        }
        String rest = url.substring(start.length());
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String place = question < 0 ? rest : rest.substring(0, question);
        int slash = place.indexOf('/');
        String authority = slash < 0 ? place : place.substring(0, slash);
        String path = slash < 0 ? "" : place.substring(slash + 1);
        if (authority.indexOf('@') >= 0) {
            throw bad("user and password are properties, not part of the host");
        }
        if (path.indexOf('/') >= 0) {
            throw bad("only one collaboration can be named");
        }
        int colon = portSeparator(authority);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || !host.matches("[\\p{Alnum}._:%-]+")) {
            throw bad("the host is missing or has characters that no host name has");
        }
        int port = colon < 0 ? DEFAULT_PORT : port(authority.substring(colon + 1));
        String collaboration = decode(path);
        return new DriverUrl(host, port, collaboration.isEmpty() ? null : collaboration, properties(query));
    }

    private static int portSeparator(String authority) throws SQLException {
        int colon = authority.indexOf(':', authority.startsWith("[") ? Math.max(0, authority.indexOf(']')) : 0);
        if (colon >= 0 && authority.indexOf(':', colon + 1) >= 0) {
            throw bad("an IPv6 address is written in brackets");
        }
        return colon;
    }

    private static int port(String text) throws SQLException {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw bad("the port must be a number from 1 to 65535");
    }

    private static Map<String, String> properties(String query) throws SQLException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw bad("what follows ? is property=value, joined by &");
            }
            String key = decode(pair.substring(0, equals));
            if (properties.put(key, decode(pair.substring(equals + 1))) != null) {
                throw bad("property " + key + " is given twice");
            }
        }
        return properties;
    }

    private static String decode(String text) throws SQLException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("a % must be followed by two hexadecimal digits");
        }
    }

    private static SQLException bad(String reason) {
        return Errors.of("not a Cleanroom URL: " + reason + " (" + GRAMMAR + ")", Errors.CANNOT_CONNECT);
    }
}
