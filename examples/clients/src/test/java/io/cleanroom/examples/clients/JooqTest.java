package io.cleanroom.examples.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.codegen.GenerationTool;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jOOQ's open-source edition: classes generated from the driver's metadata, and queries written with them. */
@SuppressWarnings("NullAway.Init")
class JooqTest {
    @TempDir
    private static Path folder;

    private static void generate() throws Exception {
        GenerationTool.generate(new Configuration()
                .withJdbc(new Jdbc()
                        .withDriver(DemoRoom.DRIVER)
                        .withUrl(DemoRoom.url())
                        .withUser(DemoRoom.USER)
                        .withPassword(DemoRoom.PASSWORD))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.jdbc.JDBCDatabase")
                                .withInputSchema(DemoRoom.SCHEMA))
                        .withTarget(new Target()
                                .withPackageName("room")
                                .withDirectory(folder.resolve("sources").toString()))));
    }

    private static List<Path> generated() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
            return files.filter(f -> f.toString().endsWith(".java")).toList();
        }
    }

    /** The generated classes and {@code src/test/jooq/Queries.java}, compiled in one go. */
    private static void compile() throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> sources = Stream.concat(generated().stream(), Stream.of(Path.of("src/test/jooq/Queries.java")))
                    .toList();
            List<String> options = List.of(
                    "-proc:none",
                    "-d",
                    folder.resolve("classes").toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            assertTrue(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call());
        }
    }

    @SuppressWarnings("unchecked")
    private static Function<DSLContext, List<String>> queries(URLClassLoader loader)
            throws ReflectiveOperationException {
        return (Function<DSLContext, List<String>>)
                loader.loadClass("Queries").getDeclaredConstructor().newInstance();
    }

    @Test
    void generatesCompilesAndAsks() throws Exception {
        generate();
        StringBuilder text = new StringBuilder();
        for (Path source : generated()) {
            text.append(Files.readString(source));
        }
        assertTrue(text.indexOf("owner retailco; rule AGGREGATION; MINIMUM 100 DISTINCT hashed_email") > 0);
        assertTrue(
                text.indexOf("PURCHASE_AMOUNT = createField(DSL.name(\"purchase_amount\"), SQLDataType.NUMERIC(12, 2)")
                        > 0);
        Refusals.assertNothingHidden(text.toString());
        compile();
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {folder.resolve("classes").toUri().toURL()});
                Connection connection = DemoRoom.connect()) {
            assertEquals(
                    List.of("apparel", "beauty", "books"),
                    queries(loader)
                            .apply(DSL.using(connection, SQLDialect.POSTGRES))
                            .subList(0, 3));
        }
    }

    @Test
    void passesOnARefusal() throws SQLException {
        try (Connection connection = DemoRoom.connect()) {
            DSLContext db = DSL.using(connection, SQLDialect.POSTGRES);
            Refusals.assertRefused(assertThrows(DataAccessException.class, () -> db.fetch(Refusals.ROWS)));
        }
    }
}
