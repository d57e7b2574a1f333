package io.cleanroom.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver for {@code jdbc:cleanroom://host[:port]/[collaboration][?property=value&...]}; the port is 8765 unless
 * given.
 *
 * <p>It is found by {@code ServiceLoader}; programs need no reference to this class. {@link #getPropertyInfo} lists the
 * connection properties; any other property is refused by name (SQLState 08001). TLS with a verified certificate is used
 * except towards localhost, 127.* and ::1.
 *
 * <p>Failures to connect: 08001 (settings, or the server cannot be reached), 28000 (user, password or token), 08004 (not
 * authorised for that collaboration).
 */
public final class CleanroomDriver extends UnregisteredDriver {
    static {
        try {
            DriverManager.registerDriver(new CleanroomDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Makes a driver that is not registered with {@link DriverManager}; loading the class registers one. */
    public CleanroomDriver() {
        super();
    }

    @Override
    protected AvaticaFactory createFactory() {
        return new CleanroomFactory();
    }

    @Override
    protected DriverVersion createDriverVersion() {
        return new DriverVersion(
                "Cleanroom JDBC driver",
                Version.TEXT,
                "Cleanroom",
                "unknown",
                false,
                Version.major(),
                Version.minor(),
                0,
                0);
    }

    @Override
    protected String getConnectStringPrefix() {
        return DriverUrl.PREFIX;
    }

    @Override
    public boolean acceptsURL(@Nullable String url) {
        return DriverUrl.isOurs(url);
    }

    /** Opens a connection; null if the URL belongs to another driver. */
    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Settings settings = Settings.of(DriverUrl.parse(url), info == null ? new Properties() : info);
        return CleanroomConnection.open(this, factory, settings);
    }

    /** Every connection property with its meaning, and its value where URL or {@code info} give one. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) throws SQLException {
        Properties given = new Properties();
        if (DriverUrl.isOurs(url)) {
            try {
                given.putAll(DriverUrl.parse(url).properties);
            } catch (SQLException e) {
                // Tools ask while the URL is still being typed; what is wrong with it is said on connecting.
                given.clear();
            }
        }
        List<DriverPropertyInfo> list = new ArrayList<>();
        for (DriverProperty property : DriverProperty.values()) {
            String fromUrl = given.getProperty(property.key());
            String value = info == null ? fromUrl : info.getProperty(property.key(), fromUrl);
            DriverPropertyInfo one = new DriverPropertyInfo(property.key(), value);
            one.description = property.description();
            one.choices = property.choices();
            one.required = false;
            list.add(one);
        }
        return list.toArray(new DriverPropertyInfo[0]);
    }

    @Override
    public Meta createMeta(AvaticaConnection connection) {
        return new ServerMeta(connection);
    }
}
