package io.cleanroom.jdbc;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The connection properties, complete: what is not listed here is refused by name. */
enum DriverProperty {
    USER("The user, written member/user, for example advertiserco/ana; or operator"),
    PASSWORD("The user's password"),
    TOKEN("A bearer token, in place of user and password"),
    TLS(
            "verify: HTTPS with a verified certificate and host name (the default, except for localhost, 127.* and ::1)."
                    + " disable: plain HTTP, accepted only for those loopback hosts, where it is the default",
            "verify,disable"),
    TRUSTSTORE("File (PKCS12 or JKS) with the certificates to trust, in place of the JVM's own"),
    TRUSTSTORE_PASSWORD("Password of the truststore"),
    KEYSTORE("File (PKCS12 or JKS) with the client certificate and key, for servers that ask for one"),
    KEYSTORE_PASSWORD("Password of the keystore and of the key in it"),
    FETCH_SIZE("Rows per round trip, 1 to 1000000; default 1000"),
    LOGIN_TIMEOUT("Seconds to wait for a connection, 1 to 86400; default DriverManager's, or 30"),
    QUERY_TIMEOUT("Seconds after which a statement is cancelled, 0 for no limit of the client's; default 0"),
    APPLICATION_NAME("Name of the application, told to the server on connecting; at most 128 characters");

    private final String description;
    private final String choices;

    DriverProperty(String description) {
        this(description, "");
    }

    DriverProperty(String description, String choices) {
        this.description = description;
        this.choices = choices;
    }

    /** The name as written in URLs and {@code Properties}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    /** The accepted values, or null if they cannot be listed. */
    String @Nullable [] choices() {
        return choices.isEmpty() ? null : choices.split(",", -1);
    }

    boolean isSecret() {
        return this == TOKEN || name().endsWith("PASSWORD");
    }

    /** The property of that name, or null if there is none. Names are matched exactly. */
    static @Nullable DriverProperty named(String key) {
        for (DriverProperty property : values()) {
            if (property.key().equals(key)) {
                return property;
            }
        }
        return null;
    }

    static String known() {
        return Arrays.stream(values()).map(DriverProperty::key).collect(Collectors.joining(", "));
    }
}
