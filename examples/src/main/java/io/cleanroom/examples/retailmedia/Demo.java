package io.cleanroom.examples.retailmedia;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells the story against a running, empty server: both members set up, a query is refused, the attribution runs, the
 * retailer looks at the record. Exit status 0 only if all of it went as it should.
 *
 * <p>{@code java -cp cleanroom-jdbc.jar:classes Demo jdbc:cleanroom://127.0.0.1:8765 OPERATOR_PASSWORD SCRIPTS}
 */
public final class Demo {
    static final String COLLABORATION = "retail_attribution";
    private static final int ROWS_SHOWN = 40;

    private final String server;
    private final Path scripts;

    Demo(String server, Path scripts) {
        this.server = server;
        this.scripts = scripts;
    }

    public static void main(String[] args) throws IOException, SQLException {
        if (args.length != 3) {
            System.err.println("usage: Demo jdbc:cleanroom://HOST:PORT OPERATOR_PASSWORD SCRIPTS");
            System.exit(2);
        }
        Demo demo = new Demo(args[0], Path.of(args[2]));
        demo.setUp(args[1]);
        demo.refusals();
        demo.attribution();
        demo.submitted();
        demo.retailersView();
    }

    void setUp(String operatorPassword) throws IOException, SQLException {
        heading("Both members set up");
        run("operator", operatorPassword, "operator.sql");
        run(User.RITA, "retailer.sql");
        run(User.ADAM, "advertiser.sql");
        run(User.RITA, "approval.sql");
    }

    /** The first statement names what was not granted, the second asks for rows of people. */
    private void refusals() throws IOException, SQLException {
        List<String> states = List.of("42703", "42501");
        List<String> statements = statements("refused.sql");
        try (Connection connection = connect(User.ANA)) {
            for (int i = 0; i < statements.size(); i++) {
                String sql = withoutComments(statements.get(i));
                heading("Refused: " + sql);
                String state = refusal(connection, sql);
                expect(states.get(i).equals(state), "SQLState " + states.get(i) + " expected, not " + state);
            }
        }
    }

    private static String refusal(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(sql).close();
            return "of success";
        } catch (SQLException e) {
            System.out.println("SQLState " + e.getSQLState() + ", code " + e.getErrorCode());
            System.out.println(e.getMessage());
            return e.getSQLState();
        }
    }

    private void attribution() throws IOException, SQLException {
        String call = statements("attribution.sql").get(0);
        heading("Allowed: " + withoutComments(call));
        long begin = System.nanoTime();
        try (Connection connection = connect(User.ANA);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(call)) {
            long first = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            expect(TextTable.print(rows, ROWS_SHOWN, System.out) > 0, "rows expected");
            System.out.println("first query of the data: " + first + " ms, connecting included");
        }
    }

    /** Submits, and asks for the state until it is a final one. */
    private void submitted() throws IOException, SQLException {
        String submit = statements("submit.sql").get(0);
        heading("Submitted: " + withoutComments(submit));
        try (Connection connection = connect(User.ANA);
                Statement statement = connection.createStatement()) {
            String id;
            try (ResultSet row = statement.executeQuery(submit)) {
                row.next();
                id = row.getString("query_id");
            }
            String state = "SUBMITTED";
            while (List.of("SUBMITTED", "STARTED", "CANCELLING").contains(state)) {
                try (ResultSet row = statement.executeQuery(
                        "SELECT state FROM system.protected_queries WHERE query_id = '" + id + "'")) {
                    row.next();
                    state = row.getString(1);
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT query_id, state, receivers, result_location, rows_out FROM system.protected_queries"
                            + " WHERE query_id = '" + id + "'")) {
                TextTable.print(row, ROWS_SHOWN, System.out);
            }
            expect("SUCCESS".equals(state), "SUCCESS expected, not " + state);
        }
    }

    private void retailersView() throws IOException, SQLException {
        heading("What RetailCo sees of it");
        run(User.RITA, "audit.sql");
    }

    Connection connect(User user) throws SQLException {
        return DriverManager.getConnection(server + "/" + COLLABORATION, user.login(), user.password());
    }

    private void run(User user, String script) throws IOException, SQLException {
        run(user.login(), user.password(), script);
    }

    /** The members' setup starts before there is a collaboration, so scripts name none in the URL. */
    private void run(String login, String password, String script) throws IOException, SQLException {
        System.out.println("-- " + script + " as " + login);
        try (Connection connection = DriverManager.getConnection(server + "/", login, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements(script)) {
                System.out.println(firstLine(sql));
                if (statement.execute(sql)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        expect(TextTable.print(rows, ROWS_SHOWN, System.out) > 0, "rows expected");
                    }
                }
            }
        }
    }

    List<String> statements(String script) throws IOException {
        return SqlScript.statements(scripts.resolve(script));
    }

    private static String firstLine(String sql) {
        return withoutComments(sql).lines().findFirst().orElse("").replaceAll("PASSWORD '.*'", "PASSWORD '***'");
    }

    private static String withoutComments(String sql) {
        return sql.replaceAll("(?m)^\\s*--.*$", "").strip();
    }

    private static void heading(String text) {
        System.out.println();
        System.out.println("== " + text);
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** The people of the story, as in operator.sql. */
    enum User {
        RITA("retailco/rita"),
        ADAM("advertiserco/adam"),
        ANA("advertiserco/ana");

        private final String login;

        User(String login) {
            this.login = login;
        }

        String login() {
            return login;
        }

        String password() {
            return login.substring(login.indexOf('/') + 1) + "-demo-password";
        }
    }
}
