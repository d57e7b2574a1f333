package io.cleanroom.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this driver, from the build. */
final class Version {
    static final String TEXT = load();

    private Version() {}

    static int major() {
        return part(TEXT, 0);
    }

    static int minor() {
        return part(TEXT, 1);
    }

    /** A part of a version such as 1.2.3-SNAPSHOT, 0 if it is no number. */
    static int part(String version, int index) {
        String[] parts = version.replaceAll("-.*", "").split("\\.", -1);
        return index < parts.length && parts[index].matches("\\d{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }

    private static String load() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // An unreadable jar has larger problems than a missing version.
            return "unknown";
        }
        return properties.getProperty("version", "unknown");
    }
}
