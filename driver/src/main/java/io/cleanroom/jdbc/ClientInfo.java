package io.cleanroom.jdbc;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * JDBC's client info: {@code ApplicationName} and nothing else. The server learns the name on connecting, from property
 * {@code application_name}, and with each request once it was set to something else; it keeps it with the record of each query.
 */
final class ClientInfo {
    static final String APPLICATION_NAME = "ApplicationName";

    /** Code points of an application's name that the server keeps. */
    static final int LONGEST = 128;

    private @Nullable String applicationName;

    ClientInfo(@Nullable String applicationName) {
        this.applicationName = applicationName;
    }

    static boolean has(@Nullable String name) {
        return APPLICATION_NAME.equalsIgnoreCase(name);
    }

    /** Sets the application's name as the server would keep it; false if that is not all of it. */
    synchronized boolean setApplicationName(@Nullable String value) {
        String clean = value == null
                ? ""
                : value.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ").strip();
        boolean fits = clean.codePointCount(0, clean.length()) <= LONGEST;
        String kept = fits
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST)).strip();
        applicationName = kept.isEmpty() ? null : kept;
        return fits;
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
