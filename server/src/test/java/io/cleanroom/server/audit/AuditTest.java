package io.cleanroom.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.StoreConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    @TempDir
    Path folder;

    private final AuditLog log = new AuditLog(Clock.systemUTC());
    private Store store;
    private Path audit;

    @BeforeEach
    void open() {
        store = Store.open(StoreConfig.embedded(folder));
        audit = folder.resolve("audit");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            String text = "é \"quoted\" \\ \n\t\u0001 😀 " + i;
            store.write(t -> log.append(
                    t,
                    new AuditEntry(
                            "retailco/rita",
                            Action.CREATE_USER,
                            "subject " + text,
                            Map.of("statement", text, "b", "2"),
                            Set.of(Name.of("retailco"), Name.of("adver tiser")))));
        }
    }

    private record Verdict(int status, String line) {}

    private static Verdict verify(List<Path> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = AuditVerify.run(
                files.stream().map(Path::toString).toList(), new PrintStream(out, true, StandardCharsets.UTF_8));
        String line = out.toString(StandardCharsets.UTF_8).strip();
        assertEquals(1, line.lines().count(), line);
        return new Verdict(status, line);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(audit)) {
            return files.sorted().toList();
        }
    }

    @Test
    void theMirrorFollowsEveryCommit() throws IOException {
        AuditMirror.start(store, audit);
        for (int i = 1; i <= 3; i++) {
            append(1);
            assertEquals(i, Files.readAllLines(files().get(0)).size());
        }
        Verdict verdict = verify(files());
        assertEquals(0, verdict.status());
        String head = store.read(t -> AuditLog.last(t).orElseThrow().hash().hex());
        assertEquals("intact: 3 records, seq 1 to 3, head " + head, verdict.line());
    }

    @Test
    void theMirrorCatchesUpOverSeveralFiles() throws IOException {
        append(20);
        AuditMirror.start(store, audit, 3000);
        append(20);
        assertTrue(files().size() > 2, files().toString());
        assertEquals(0, verify(files()).status());
        assertTrue(verify(files()).line().startsWith("intact: 40 records, seq 1 to 40, head "));
        assertEquals(0, verify(files().subList(1, files().size())).status(), "a later part is a chain, too");
        List<Path> gap = new ArrayList<>(files());
        gap.remove(1);
        assertEquals(1, verify(gap).status());
        List<Path> reversed = new ArrayList<>(files());
        Collections.reverse(reversed);
        assertEquals(1, verify(reversed).status());
    }

    @Test
    void halfALineIsMendedAtTheNextStart() throws IOException {
        AuditMirror.start(store, audit);
        append(3);
        byte[] whole = Files.readAllBytes(files().get(0));
        for (int cut : new int[] {1, 2, 100, whole.length - 5, whole.length}) {
            Files.write(files().get(0), java.util.Arrays.copyOf(whole, whole.length - cut));
            if (cut > 1 && cut < whole.length) {
                assertEquals(1, verify(files()).status());
            }
            AuditMirror.start(store, audit);
            assertEquals(new String(whole, StandardCharsets.UTF_8), Files.readString(files().get(0)));
        }
    }

    @Test
    void filesThatTheStoreDoesNotHaveStopTheStart() throws IOException {
        AuditMirror.start(store, audit);
        append(3);
        store.close();
        store = Store.open(StoreConfig.embedded(folder.resolve("other")));
        append(3);
        Problem problem = assertThrows(Problem.class, () -> AuditMirror.start(store, audit));
        assertTrue(problem.text().contains("ends at seq 3, which the store does not have like that"), problem.text());
    }

    @Test
    void everyChangedByteIsFound() throws IOException {
        AuditMirror.start(store, audit);
        append(3);
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            for (byte change : new byte[] {1, 32}) {
                byte[] changed = whole.clone();
                changed[i] ^= change;
                Files.write(file, changed);
                assertEquals(1, verify(List.of(file)).status(), "byte " + i + " of " + whole.length);
            }
        }
    }

    @Test
    void everyRemovedRepeatedOrMovedRecordIsFound() throws IOException {
        AuditMirror.start(store, audit);
        append(5);
        Path file = files().get(0);
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < 5; i++) {
            List<String> repeated = new ArrayList<>(lines);
            repeated.add(i, lines.get(i));
            assertBroken(file, repeated);
            for (int j = i + 1; j < 5; j++) {
                List<String> swapped = new ArrayList<>(lines);
                Collections.swap(swapped, i, j);
                assertBroken(file, swapped);
            }
        }
        for (int i = 1; i < 4; i++) {
            List<String> removed = new ArrayList<>(lines);
            removed.remove(i);
            assertBroken(file, removed);
        }
    }

    private static void assertBroken(Path file, List<String> lines) throws IOException {
        Files.writeString(file, lines.stream().map(l -> l + "\n").collect(Collectors.joining()));
        Verdict verdict = verify(List.of(file));
        assertEquals(1, verdict.status(), verdict.line());
        assertTrue(verdict.line().startsWith("broken: " + file + " line "), verdict.line());
    }

    @Test
    void aResealedRecordBreaksTheNext() throws IOException {
        AuditMirror.start(store, audit);
        append(3);
        Path file = files().get(0);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        AuditRecord second = AuditLine.read(lines.get(1)).orElseThrow();
        AuditRecord forged = AuditRecord.chained(
                second.seq(),
                second.at(),
                "someone/else",
                second.action(),
                second.subject(),
                second.detail(),
                second.concerns(),
                second.previousHash());
        lines.set(1, AuditLine.write(forged));
        Files.write(file, lines);
        assertTrue(verify(List.of(file)).line().contains("line 3 (seq 3) does not follow seq 2"));
    }

    @Test
    void whatIsNoAuditFileIsSaidSo() throws IOException {
        assertEquals(2, verify(List.of()).status());
        assertEquals(2, verify(List.of(folder.resolve("none"))).status());
        Path empty = Files.createFile(folder.resolve("empty"));
        assertEquals("intact: no records", verify(List.of(empty)).line());
        Files.writeString(empty, "{}\n", StandardOpenOption.APPEND);
        assertEquals(1, verify(List.of(empty)).status());
    }

    @Test
    void aWriteThatFailsLeavesNoRecord() {
        append(1);
        assertThrows(
                IllegalStateException.class,
                () -> store.write(t -> {
                    log.append(t, new AuditEntry("a", Action.DROP_USER, "s", Map.of(), Set.of()));
                    throw new IllegalStateException("no");
                }));
        assertEquals(1, store.read(t -> AuditLog.last(t).orElseThrow().seq()).longValue());
    }

    @Test
    void writersOfManyThreadsMakeOneChain() throws Exception {
        AuditMirror.start(store, audit);
        IntStream.range(0, 40).parallel().forEach(i -> append(1));
        assertTrue(verify(files()).line().startsWith("intact: 40 records, seq 1 to 40"));
    }
}
