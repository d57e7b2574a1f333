package io.cleanroom.server.wire;

/** The version in the jar's manifest; {@code development} where there is no jar. */
public final class ServerVersion {
    public static final String TEXT = read();

    private ServerVersion() {}

    private static String read() {
        String version = ServerVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
