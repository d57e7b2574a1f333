package io.cleanroom.examples.retailmedia;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** Writes both members' files: {@code GenerateData --scale S --into DIR [--script generate.sql]}. */
public final class GenerateData {
    private static final Path SCRIPT = Path.of("examples", "retail-media", "generate.sql");

    public static void main(String[] args) throws IOException, SQLException {
        BigDecimal scale = null;
        Path into = null;
        Path script = SCRIPT;
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--scale" -> scale = new BigDecimal(args[i + 1]);
                case "--into" -> into = Path.of(args[i + 1]);
                case "--script" -> script = Path.of(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown argument: " + args[i]);
            }
        }
        if (scale == null || into == null || args.length % 2 != 0 || scale.signum() <= 0) {
            System.err.println("usage: GenerateData --scale S --into DIR [--script generate.sql], S > 0");
            System.exit(2);
            return;
        }
        long begin = System.nanoTime();
        generate(script, scale, into);
        System.out.printf(
                Locale.ROOT,
                "data of scale %s in %s (%.1f s)%n",
                scale.toPlainString(),
                into,
                (System.nanoTime() - begin) / 1e9);
    }

    /** Runs the script; the folders are made where missing, files of the same names replaced. */
    static void generate(Path script, BigDecimal scale, Path into) throws IOException, SQLException {
        Files.createDirectories(into.resolve("retailco/purchases"));
        Files.createDirectories(into.resolve("advertiserco/impressions"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET VARIABLE scale = " + scale.toPlainString());
            statement.execute("SET VARIABLE target = '" + into.toString().replace("'", "''") + "'");
            for (String sql : SqlScript.statements(script)) {
                statement.execute(sql);
            }
        }
    }

    private GenerateData() {}
}
