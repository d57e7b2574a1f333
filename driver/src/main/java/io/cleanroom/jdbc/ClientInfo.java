package io.cleanroom.jdbc;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * JDBC's client info: {@code ApplicationName} and nothing else. The server learns the name on connecting, from property
 * {@code application_name}; what is set later is kept on this side.
 */
final class ClientInfo {
    static final String APPLICATION_NAME = "ApplicationName";

    /** What the server keeps of an application's name. */
    static final int LONGEST = 100;

    private @Nullable String applicationName;

    ClientInfo(@Nullable String applicationName) {
        this.applicationName = applicationName;
    }

    /** False if there is no such property. */
    synchronized boolean set(@Nullable String name, @Nullable String value) {
        if (!APPLICATION_NAME.equalsIgnoreCase(name)) {
            return false;
        }
        applicationName = value == null || value.isEmpty() ? null : value;
        return true;
    }

    synchronized @Nullable String get(@Nullable String name) {
        return APPLICATION_NAME.equalsIgnoreCase(name) ? applicationName : null;
    }

    synchronized Properties all() {
        Properties info = new Properties();
        if (applicationName != null) {
            info.setProperty(APPLICATION_NAME, applicationName);
        }
        return info;
    }
}
