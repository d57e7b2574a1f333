package io.cleanroom.server.bench;

import io.cleanroom.server.policy.DecisionStages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs everything, prints a table and writes {@code bench.json}; the arguments are the server module's folder and the scales, with commas. */
public final class Benchmark {
    private static final int STARTS = 7;
    private static final int DECISIONS = 60;
    private static final long IDLE_MILLIS = 5_000;

    private final RetailMedia story;
    private final List<String> scales;
    private final Path target;
    private final Map<String, Object> report = new LinkedHashMap<>();

    private Benchmark(Path module, List<String> scales) {
        this.scales = scales;
        story = new RetailMedia(module.resolve("../examples/retail-media").normalize());
        target = module.resolve("target");
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Path module = Path.of(args[0]).toAbsolutePath().normalize();
        new Benchmark(module, List.of(args[1].split(",", -1))).run();
    }

    private void run() throws IOException, SQLException, InterruptedException {
        report.put("machine", machine());
        List<Object> queries = new ArrayList<>();
        report.put("queries", queries);
        Table table = new Table("query", "scale", "rows", "clean room ms", "DuckDB ms", "ratio");
        for (String scale : scales) {
            Path data = story.data(target.resolve("bench-data").resolve(scale), scale);
            Path state = fresh("bench-state");
            try (ServerUnderTest server = ServerUnderTest.start(target, state, data)) {
                story.setUp(server);
                try (Connection cleanRoom = server.connect(RetailMedia.ANALYST);
                        Connection duckdb = story.plainDuckDb(data)) {
                    for (RetailMedia.Question question : story.questions()) {
                        Comparison measured = Comparison.of(cleanRoom, duckdb, question);
                        System.out.println("measured at scale " + scale + ": " + question.name());
                        queries.add(measured.json(scale));
                        table.add(
                                question.name(),
                                scale,
                                measured.rows(),
                                measured.cleanRoom().median(),
                                measured.duckDb().median(),
                                measured.ratio());
                    }
                    if (scale.equals(scales.get(0))) {
                        decisions(cleanRoom);
                    }
                }
                Thread.sleep(IDLE_MILLIS);
                report.put("idle_mb_after_queries_at_scale_" + scale, server.residentMegabytes());
            }
            if (scale.equals(scales.get(0))) {
                starts(state, data);
            }
        }
        table.print();
        List<String> header = new ArrayList<>(List.of("decision, ms"));
        header.addAll(DecisionStages.NAMES);
        header.add("all");
        Table stages = new Table(header.toArray(new String[0]));
        report.put("decision_stages", DecisionCost.measure(stages));
        stages.print();
        rest().print();
        Path json = target.resolve("bench.json");
        Files.writeString(json, Json.text(report) + "\n");
        System.out.println("written to " + json);
    }

    /** A connection that has been in use: what decisions cost once the server is warm. */
    private void decisions(Connection connection) throws IOException, SQLException {
        Series trip = new Series();
        Series repeated = new Series();
        Series always = new Series();
        Series call = new Series();
        for (int i = -10; i < DECISIONS; i++) {
            double[] millis = {
                Clock.millis(connection, "SELECT 1"),
                Clock.millis(connection, story.explained("CAMP_2026_Q3_SUMMER")),
                Clock.millis(connection, story.explained("CAMP_" + System.nanoTime())),
                Clock.millis(connection, "EXPLAIN PLAN FOR " + story.call())
            };
            if (i >= 0) {
                trip.add(millis[0]);
                repeated.add(millis[1]);
                always.add(millis[2]);
                call.add(millis[3]);
            }
        }
        report.put("select_1_ms", trip.median());
        report.put("decision_repeated_ms", repeated.median());
        report.put("decision_always_new_ms", always.median());
        report.put("decision_template_call_ms", call.median());
    }

    /** Starts on a store with the story in it, as after an upgrade. */
    private void starts(Path state, Path data) throws IOException, SQLException, InterruptedException {
        Series ready = new Series();
        Series connecting = new Series();
        Series first = new Series();
        Series idle = new Series();
        for (int i = 0; i < STARTS; i++) {
            try (ServerUnderTest server = ServerUnderTest.start(target, state, data)) {
                ready.add(server.millisToReady());
                long begin = System.nanoTime();
                try (Connection connection = server.connect(RetailMedia.ANALYST)) {
                    connecting.add(Clock.since(begin));
                    first.add(Clock.millis(connection, story.explained("CAMP_2026_Q3_SUMMER")));
                }
                if (i < 3) {
                    Thread.sleep(IDLE_MILLIS);
                    idle.add(server.residentMegabytes());
                }
            }
        }
        report.put("start_to_ready_ms", ready.median());
        report.put("first_connection_ms", connecting.median());
        report.put("decision_first_ms", first.median());
        report.put("idle_mb_after_start", idle.median());
    }

    private Table rest() {
        Table table = new Table("figure", "median");
        report.forEach((name, value) -> {
            if (value instanceof Double number) {
                table.add(name, number);
            }
        });
        return table;
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("java", System.getProperty("java.vm.version"));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return machine;
    }

    private Path fresh(String prefix) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(target.resolve("bench-servers")), prefix);
    }
}
