package io.cleanroom.examples.reading;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Reads a million rows of eight columns, every value with the getter of its type, through each driver in turn. The time is
 * that of reading: from the return of {@code executeQuery} to the last value, so that no engine's speed comes into it.
 */
public final class Reading {
    private static final int ROWS = 1_000_000;
    /** The JIT compilers of both sides need some before speeds stay what they are. */
    private static final int WARM_UPS = 30;

    private static final int ROUNDS = 9;
    /** Avatica's driver takes seconds for a round. */
    private static final int SLOW_WARM_UPS = 1;

    private static final int SLOW_ROUNDS = 3;
    private static final String COLUMNS = "a, b, c, d, e, f, g, h";
    private static final String EVERYTHING = "SELECT " + COLUMNS + " FROM facts GROUP BY " + COLUMNS;

    private static final String FACTS = "SELECT n AS a, n * 1000 AS b, 'name ' || n % 1000 AS c,"
            + " 'region ' || n % 50 AS d, n * 0.5::DOUBLE AS e, n / 3.0::DOUBLE AS f,"
            + " DATE '2024-10-04' + CAST(n % 365 AS INTEGER) AS g,"
            + " TIMESTAMP '2025-06-15 15:06:40' + INTERVAL (n) SECOND AS h FROM range(" + ROWS + ") t(n)";

    private Reading() {}

    /** One driver's connection, and what reads the same rows on it. */
    private record Contestant(
            String name,
            String sql,
            Connection connection,
            Process server,
            int warmUps,
            int rounds,
            List<Round> measured) {

        Contestant(String name, String sql, Connection connection, ServerProcess server, boolean fast) {
            this(
                    name,
                    sql,
                    connection,
                    server.process(),
                    fast ? WARM_UPS : SLOW_WARM_UPS,
                    fast ? ROUNDS : SLOW_ROUNDS,
                    new ArrayList<>());
        }

        /** Reads once more, unless that was often enough. */
        void next(int round) throws SQLException {
            if (round < -warmUps || round >= rounds) {
                return;
            }
            Round read = read(this);
            if (round >= 0) {
                measured.add(read);
            }
            System.out.printf(Locale.ROOT, "round %3d %-18s %,12.0f rows/s%n", round, name, read.rowsPerSecond);
        }

        double median(ToDoubleFunction<Round> value) {
            return measured.stream().mapToDouble(value).sorted().toArray()[measured.size() / 2];
        }
    }

    /** One reading of all rows. */
    private record Round(double rowsPerSecond, Cpu cpu) {}

    /**
     * Milliseconds of processor time: of the thread that reads, of the other threads of its process, and of the server. They
     * vary far less than speeds where a machine has more to do.
     */
    private record Cpu(double reader, double others, double server) {
        static Cpu of(Process server) {
            double reader = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
            return new Cpu(reader, millis(ProcessHandle.current()) - reader, millis(server.toHandle()));
        }

        private static double millis(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        }

        Cpu minus(Cpu earlier) {
            return new Cpu(reader - earlier.reader, others - earlier.others, server - earlier.server);
        }
    }

    /** The arguments: the folder of the server's distribution, and a folder to write to. */
    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Path work = Files.createTempDirectory(Files.createDirectories(Path.of(args[1])), "reading");
        Path config = Room.prepare(work, FACTS);
        try (ServerProcess cleanroom = Room.start(Path.of(args[0]), config, work);
                ServerProcess replay = start(work, "replay", Replay.class, cleanroom.address());
                ServerProcess flight = startFlight(work, "flight");
                ServerProcess query = startFlight(work, "flight-duckdb", Room.query(work, EVERYTHING))) {
            Room.setUp(cleanroom.address(), COLUMNS, "facts");
            arrowBatches(cleanroom.address());
            List<Contestant> contestants = List.of(
                    new Contestant("cleanroom", EVERYTHING, Room.connect(cleanroom.address()), cleanroom, true),
                    new Contestant(
                            "cleanroom, memory",
                            EVERYTHING,
                            Room.connect("127.0.0.1:" + replay.address()),
                            replay,
                            true),
                    new Contestant("Flight SQL, DuckDB", "SELECT 1", flight(query.address()), query, true),
                    new Contestant("Flight SQL, memory", "SELECT 1", flight(flight.address()), flight, true),
                    new Contestant("Avatica JSON", EVERYTHING, avatica(cleanroom.address(), "JSON"), cleanroom, false),
                    new Contestant(
                            "Avatica protobuf",
                            EVERYTHING,
                            avatica(cleanroom.address(), "PROTOBUF"),
                            cleanroom,
                            false));
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                for (Contestant each : contestants) {
                    each.next(round);
                }
            }
            report(contestants, Path.of(args[1]).resolve("reading.json"));
            for (Contestant each : contestants) {
                each.connection.close();
            }
        }
    }

    /** The same rows, and the first of them, as Arrow batches: each time the whole result. */
    private static void arrowBatches(String address) throws SQLException, IOException {
        try (Connection connection = Room.connect(address);
                Statement statement = connection.createStatement();
                BufferAllocator allocator = new RootAllocator()) {
            for (int rows : new int[] {0, 10, ROWS}) {
                String sql = EVERYTHING + " ORDER BY a LIMIT " + rows;
                long[] read = ArrowBatches.countAndSum(statement, sql, allocator);
                if (read[0] != rows || read[1] != (rows - 1L) * rows / 2) {
                    throw new IllegalStateException(read[0] + " rows as Arrow batches in place of " + rows);
                }
            }
            System.out.printf(Locale.ROOT, "as Arrow batches: 0, 10 and %,d rows, none missing%n", ROWS);
        }
    }

    private static Round read(Contestant contestant) throws SQLException {
        try (Statement statement = contestant.connection.createStatement();
                ResultSet rows = statement.executeQuery(contestant.sql)) {
            Cpu before = Cpu.of(contestant.server);
            long begin = System.nanoTime();
            long sum = 0;
            int count = 0;
            while (rows.next()) {
                sum += rows.getLong(1) + rows.getLong(2);
                sum += rows.getString(3).length() + rows.getString(4).length();
                sum += (long) (rows.getDouble(5) + rows.getDouble(6));
                sum += rows.getDate(7).getTime() + rows.getTimestamp(8).getTime();
                count++;
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Cpu cpu = Cpu.of(contestant.server).minus(before);
            if (count != ROWS || sum == 0) {
                throw new IllegalStateException(contestant.name + " gave " + count + " rows");
            }
            return new Round(count / seconds, cpu);
        }
    }

    private static void report(List<Contestant> contestants, Path json) throws IOException {
        Map<String, Double> medians = new LinkedHashMap<>();
        contestants.forEach(each -> medians.put(each.name, each.median(Round::rowsPerSecond)));
        double ours = medians.values().iterator().next();
        StringBuilder text = new StringBuilder("{\n");
        System.out.printf("%n%-18s  %12s  %s%n", "driver", "rows/s", "cleanroom is faster by");
        medians.forEach((name, speed) -> {
            System.out.printf(Locale.ROOT, "%-18s  %,12.0f  %.2f%n", name, speed, ours / speed);
            text.append(String.format(Locale.ROOT, "  \"%s\": %.0f,%n", name, speed));
        });
        System.out.printf("%n%-18s  %s%n", "processor ms", "the thread that reads, others of its process, server");
        for (Contestant each : contestants) {
            System.out.printf(
                    Locale.ROOT,
                    "%-18s  %.0f, %.0f, %.0f%n",
                    each.name,
                    each.median(round -> round.cpu.reader),
                    each.median(round -> round.cpu.others),
                    each.median(round -> round.cpu.server));
        }
        text.append("  \"rows\": ").append(ROWS).append("\n}\n");
        Files.writeString(json, text);
    }

    private static ServerProcess startFlight(Path work, String name, String... query)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(String.valueOf(ROWS)));
        arguments.addAll(List.of(query));
        return start(work, name, FlightRows.class, arguments.toArray(String[]::new));
    }

    private static ServerProcess start(Path work, String name, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-classpath",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return ServerProcess.start(work.resolve(name + ".log"), "port ", command.toArray(String[]::new));
    }

    private static Connection flight(String port) throws SQLException {
        return DriverManager.getConnection("jdbc:arrow-flight-sql://127.0.0.1:" + port + "/?useEncryption=false");
    }

    private static Connection avatica(String address, String serialization) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("serialization", serialization);
        properties.setProperty("authentication", "BASIC");
        properties.setProperty("avatica_user", Room.USER);
        properties.setProperty("avatica_password", Room.PASSWORD);
        properties.setProperty("collaboration", "fact_room");
        properties.setProperty("fetch_size", "10000");
        return DriverManager.getConnection("jdbc:avatica:remote:url=http://" + address + "/", properties);
    }
}
