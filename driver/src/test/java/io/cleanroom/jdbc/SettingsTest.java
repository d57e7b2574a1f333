package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static Settings settings(String url) throws SQLException {
        return Settings.of(DriverUrl.parse(url), new Properties());
    }

    private static String refusal(String url) {
        SQLException refused = assertThrows(SQLException.class, () -> settings(url));
        assertInstanceOf(SQLNonTransientConnectionException.class, refused);
        assertEquals("08001", refused.getSQLState());
        return String.valueOf(refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:cleanroom://h/,                           https://h:8765/",
        "jdbc:cleanroom://h,                            https://h:8765/",
        "jdbc:cleanroom://h.example.com:99/c,           https://h.example.com:99/",
        "jdbc:cleanroom://localhost/c,                  http://localhost:8765/",
        "jdbc:cleanroom://LOCALHOST:1/c,                http://LOCALHOST:1/",
        "jdbc:cleanroom://127.0.0.1/c,                  http://127.0.0.1:8765/",
        "jdbc:cleanroom://127.8.9.1/c?tls=disable,      http://127.8.9.1:8765/",
        "jdbc:cleanroom://[::1]:77/c,                   http://[::1]:77/",
        "jdbc:cleanroom://localhost/c?tls=verify,       https://localhost:8765/",
        "jdbc:cleanroom://127.evil.example/c,           https://127.evil.example:8765/",
        "jdbc:cleanroom://[2001:db8::1]/c,              https://[2001:db8::1]:8765/",
    })
    void chooses_the_endpoint(String url, String endpoint) throws SQLException {
        assertEquals(endpoint, settings(url).endpoint().toString());
    }

    @Test
    void reads_collaboration_and_properties_with_percent_signs() throws SQLException {
        Settings settings = settings("jdbc:cleanroom://h/caf%C3%A9%20x?user=a%2Fb&password=p%26%3D+&fetch_size=7"
                + "&login_timeout=3&query_timeout=9&application_name=weekly");
        assertEquals("café x", settings.collaboration());
        assertEquals("a/b", settings.user());
        assertEquals("Basic YS9iOnAmPSs=", settings.authorization());
        assertEquals(7, settings.fetchSize());
        assertEquals(Duration.ofSeconds(3), settings.loginTimeout());
        assertEquals(9, settings.queryTimeout());
        assertEquals("weekly", settings.applicationName());
        assertEquals("jdbc:cleanroom://h:8765/café x", settings.displayUrl());
    }

    @Test
    void the_collaboration_may_be_absent() throws SQLException {
        assertNull(settings("jdbc:cleanroom://h/?user=operator").collaboration());
    }

    @Test
    void a_token_is_a_bearer() throws SQLException {
        assertEquals(
                "Bearer abc.def", settings("jdbc:cleanroom://h/?token=abc.def").authorization());
        assertNull(settings("jdbc:cleanroom://h/").authorization());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:cleanroom:h",
                "jdbc:cleanroom:///c",
                "jdbc:cleanroom://ana:pw@h/c",
                "jdbc:cleanroom://h:0/c",
                "jdbc:cleanroom://h:70000/c",
                "jdbc:cleanroom://h:x/c",
                "jdbc:cleanroom://::1/c",
                "jdbc:cleanroom://h/a/b",
                "jdbc:cleanroom://h/c?user",
                "jdbc:cleanroom://h/c?user=%zz",
                "jdbc:cleanroom://h/c?user=a&user=a",
                "jdbc:cleanroom://h ost/c"
            })
    void refuses_what_is_no_url(String url) {
        assertTrue(refusal(url).startsWith("not a Cleanroom URL: "));
    }

    @Test
    void leaves_other_urls_to_other_drivers() throws SQLException {
        CleanroomDriver driver = new CleanroomDriver();
        assertFalse(driver.acceptsURL("jdbc:postgresql://h/c"));
        assertNull(driver.connect("jdbc:postgresql://h/c", new Properties()));
        assertTrue(driver.acceptsURL("jdbc:cleanroom://h/c"));
    }

    @Test
    void refuses_unknown_properties_by_name() {
        assertEquals(
                "unknown connection property usr; known are user, password, token, tls, truststore,"
                        + " truststore_password, keystore, keystore_password, fetch_size, login_timeout,"
                        + " query_timeout, application_name",
                refusal("jdbc:cleanroom://h/c?usr=x"));
        Properties info = new Properties();
        info.setProperty("timeZone", "UTC");
        SQLException refused =
                assertThrows(SQLException.class, () -> Settings.of(DriverUrl.parse("jdbc:cleanroom://h/"), info));
        assertTrue(String.valueOf(refused.getMessage()).contains("timeZone"));
    }

    @Test
    void refuses_a_property_with_two_values() throws SQLException {
        Properties info = new Properties();
        info.setProperty("user", "b");
        assertThrows(SQLException.class, () -> Settings.of(DriverUrl.parse("jdbc:cleanroom://h/?user=a"), info));
        assertEquals(
                "b",
                Settings.of(DriverUrl.parse("jdbc:cleanroom://h/?user=b"), info).user());
    }

    @Test
    void refuses_plain_http_to_other_hosts() {
        assertEquals(
                "tls=disable is accepted only for localhost, 127.* and ::1; h is reached with tls=verify",
                refusal("jdbc:cleanroom://h/c?tls=disable"));
    }

    @ParameterizedTest
    @CsvSource({
        "tls=maybe,                   tls must be verify or disable. Provided value: maybe",
        "fetch_size=0,                fetch_size must be a whole number from 1 to 1000000. Provided value: 0",
        "login_timeout=-1,            login_timeout must be a whole number from 1 to 86400. Provided value: -1",
        "query_timeout=1s,            query_timeout must be a whole number from 0 to 2147483. Provided value: 1s",
        "token=a&user=b,              'give either token, or user and password, not both'",
        "password=secret,             a password was given without a user",
        "token=a%20b,                 token must be visible ASCII characters.",
        "truststore=/no/such/file,    truststore must be an existing file. Provided value: /no/such/file",
        "user=a%3Ab,                  'user must be a name without a colon, such as advertiserco/ana. Provided value: a:b'"
    })
    void refuses_bad_values(String property, String message) {
        assertEquals(message, refusal("jdbc:cleanroom://h/c?" + property));
    }

    @Test
    void refuses_stores_that_plain_http_would_ignore() {
        assertEquals(
                "truststore was given, but this connection would be plain HTTP; add tls=verify",
                refusal("jdbc:cleanroom://localhost/c?truststore=t.p12"));
    }

    @Test
    void describes_every_property() throws SQLException {
        Properties info = new Properties();
        info.setProperty("user", "advertiserco/ana");
        DriverPropertyInfo[] properties =
                new CleanroomDriver().getPropertyInfo("jdbc:cleanroom://h/c?fetch_size=9", info);
        assertEquals(
                "user=advertiserco/ana password=null token=null tls=null truststore=null truststore_password=null"
                        + " keystore=null keystore_password=null fetch_size=9 login_timeout=null query_timeout=null"
                        + " application_name=null",
                Arrays.stream(properties).map(p -> p.name + "=" + p.value).collect(Collectors.joining(" ")));
        assertTrue(Arrays.stream(properties).allMatch(p -> p.description.length() > 10));
    }
}
