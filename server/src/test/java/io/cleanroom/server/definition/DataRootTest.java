package io.cleanroom.server.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataRootTest {
    private static final Member RETAILCO = new Member(Name.of("retailco"), "members/retailco", "results/retailco");

    @TempDir
    Path root;

    private Path location;

    @BeforeEach
    void files() throws IOException {
        location = root.resolve("members/retailco");
        for (String file : List.of(
                "a.csv",
                "b.csv",
                "b2.CSV",
                "p/1.parquet",
                "p/2.parquet",
                "p/x/3.parquet",
                "p/x/y/4.parquet",
                "p/.hidden.parquet",
                ".git/5.parquet",
                "odd/[x].csv",
                "odd/{y}.csv",
                "odd/é😀.csv")) {
            touch(location.resolve(file));
        }
        touch(root.resolve("members/advertiserco/secret.csv"));
        touch(root.resolve("outside/secret.csv"));
    }

    private static void touch(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private List<String> resolve(String path) {
        return new DataRoot(root)
                .resolve(RETAILCO, new Source(path, Source.Format.CSV)).paths().stream()
                        .map(p -> realLocation().relativize(p).toString())
                        .toList();
    }

    private Path realLocation() {
        try {
            return location.toRealPath();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
                    a.csv > a.csv
                    *.csv > a.csv b.csv
                    ?.csv > a.csv b.csv
                    ??.CSV > b2.CSV
                    p/*.parquet > p/1.parquet p/2.parquet
                    p/**/*.parquet > p/1.parquet p/2.parquet p/x/3.parquet p/x/y/4.parquet
                    **/4.parquet > p/x/y/4.parquet
                    p/x/** > p/x/3.parquet p/x/y/4.parquet
                    **/x/**/*.parquet > p/x/3.parquet p/x/y/4.parquet
                    p/.h* > p/.hidden.parquet
                    odd/{y}.csv > odd/{y}.csv
                    odd/é?.csv > odd/é😀.csv
                    """)
    void finds(String path, String files) {
        assertEquals(files, String.join(" ", resolve(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../advertiserco/secret.csv",
                "p/../../advertiserco/*.csv",
                "p//1.parquet",
                "./a.csv",
                "p\\1.parquet",
                "C:/a.csv",
                "none.csv",
                "p",
                "p/*.orc",
                "a.csv/x",
                "odd/[x].csv",
                "s3://bucket/x"
            })
    void refuses(String path) {
        assertUnreadable(path);
    }

    @Test
    void followsLinksThatStayAndRefusesThoseThatLeave() throws IOException {
        Files.createSymbolicLink(location.resolve("inside.csv"), location.resolve("a.csv"));
        Files.createSymbolicLink(location.resolve("inner"), location.resolve("p"));
        Files.createSymbolicLink(location.resolve("leak.csv"), root.resolve("outside/secret.csv"));
        Files.createSymbolicLink(location.resolve("leak"), root.resolve("members/advertiserco"));
        Files.createSymbolicLink(location.resolve("loop"), location);
        assertEquals(List.of("a.csv"), resolve("inside.csv"));
        assertEquals(List.of("p/1.parquet", "p/2.parquet"), resolve("inner/*.parquet"));
        assertUnreadable("leak.csv");
        assertUnreadable("leak/secret.csv");
        assertUnreadable("*/secret.csv");
        assertEquals(List.of("p/x/y/4.parquet"), resolve("**/4.parquet"));
    }

    @Test
    void aLocationThatLeadsOutIsRefused() throws IOException {
        Path elsewhere = Files.createTempDirectory("elsewhere");
        touch(elsewhere.resolve("a.csv"));
        Files.createSymbolicLink(root.resolve("linked"), elsewhere);
        Member member = new Member(Name.of("m"), "linked", "r");
        assertThrows(Problem.class, () -> new DataRoot(root).resolve(member, new Source("a.csv", Source.Format.CSV)));
    }

    @Test
    void manyStarsTakeNoLonger() throws IOException {
        touch(location.resolve("a".repeat(200)));
        assertUnreadable("*a".repeat(100) + "*b");
    }

    private void assertUnreadable(String path) {
        Problem problem = assertThrows(Problem.class, () -> resolve(path));
        assertEquals(Code.SOURCE_UNREADABLE, problem.code());
        assertTrue(problem.text().startsWith("SOURCE_UNREADABLE: '" + path + "': "), problem.text());
        assertFalse(problem.text().contains(root.toString()), problem.text());
    }
}
