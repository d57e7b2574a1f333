package io.cleanroom.server.attack;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the server is: {@code jdbc:cleanroom://host[:port]/[?property=value&...]} as for the driver, of which tls,
 * truststore, truststore_password, keystore and keystore_password are read.
 */
record ServerUrl(URI http, Map<String, String> properties) {
    private static final Pattern URL =
            Pattern.compile("jdbc:cleanroom://(\\[[0-9a-fA-F:]+\\]|[^/:?#\\[\\]]+)(?::(\\d{1,5}))?/?(?:\\?(.*))?");
    private static final Set<String> KNOWN =
            Set.of("tls", "truststore", "truststore_password", "keystore", "keystore_password");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int DEFAULT_PORT = 8765;

    static ServerUrl parse(String text) {
        Matcher matcher = URL.matcher(text);
        if (!matcher.matches()) {
            throw new AttackFailure("--url must be jdbc:cleanroom://host[:port]/[?property=value&...], without a"
                    + " collaboration: the attack test makes its own. Provided value: " + text);
        }
        Map<String, String> properties = new TreeMap<>();
        String query = matcher.group(3) == null ? "" : matcher.group(3);
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty()) {
                if (!KNOWN.contains(key)) {
                    throw new AttackFailure("property " + key + " of --url must be one of " + String.join(", ", KNOWN));
                }
                properties.put(key, URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        String host = matcher.group(1);
        String tls = properties.getOrDefault("tls", LOOPBACK.contains(host) ? "disable" : "verify");
        if (!tls.equals("verify") && !(tls.equals("disable") && LOOPBACK.contains(host))) {
            throw new AttackFailure("tls must be verify, or disable for " + String.join(", ", LOOPBACK)
                    + ". Provided value: " + tls + " for " + host);
        }
        int port = matcher.group(2) == null ? DEFAULT_PORT : Integer.parseInt(matcher.group(2));
        return new ServerUrl(
                URI.create((tls.equals("verify") ? "https://" : "http://") + host + ":" + port + "/"), properties);
    }
}
