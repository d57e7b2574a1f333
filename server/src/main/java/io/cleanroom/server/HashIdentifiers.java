package io.cleanroom.server;

import io.cleanroom.server.engine.duckdb.ColumnRewrite;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.hashing.Hasher;
import io.cleanroom.server.hashing.Identifier;
import io.cleanroom.server.hashing.ProgressBar;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code hash-identifiers}: replaces e-mail addresses and phone numbers in a file by their hashes.
 *
 * @param region of phone numbers without a country code
 */
record HashIdentifiers(
        Path input, Path output, List<Column> columns, Optional<Path> keyFile, Optional<String> region, Path rejects)
        implements CommandLine {
    private static final int SHORTEST_KEY = 16;

    static final String HELP = """
            usage: cleanroom-server hash-identifiers INPUT OUTPUT [--email COLUMN[:NEW]] [--phone COLUMN[:NEW]]
                       [--key-file FILE] [--region CC] [--reject FILE]

            Reads a file (.csv, .csv.gz with a header, .parquet), and writes it with each named column replaced by hashes, in
            hex, under the name NEW (hashed_COLUMN if left out). Options may be repeated. Other columns stay as they are.
              --email      trimmed, in lower case, then SHA-256
              --phone      in E.164 (+14155550123), then SHA-256; --region DE reads numbers without a country code
              --key-file   HMAC-SHA-256 with the file's bytes as the key, at least 16, without a line end at the end
              --reject     CSV for rows whose identifier is none, with the reason; OUTPUT.rejects.csv if left out
            A missing or blank identifier stays empty. The output appears when it is whole, and never in place of another file.
            """;

    /** A column and what is in it. */
    record Column(Identifier kind, String name, String newName) {
        static Column of(Identifier kind, String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Column(kind, text, "hashed_" + text)
                    : new Column(kind, text.substring(0, colon), text.substring(colon + 1));
        }
    }

    static HashIdentifiers parse(List<String> arguments) {
        List<String> files = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        Optional<Path> key = Optional.empty();
        Optional<String> region = Optional.empty();
        Optional<Path> rejects = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (!option.startsWith("--")) {
                files.add(option);
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new BadSetting(option + " needs a value; see cleanroom-server --help");
            }
            String value = arguments.get(++i);
            switch (option) {
                case "--email" -> columns.add(Column.of(Identifier.EMAIL, value));
                case "--phone" -> columns.add(Column.of(Identifier.PHONE, value));
                case "--key-file" -> key = Optional.of(SettingKind.path(option, value));
                case "--region" -> region = Optional.of(value.toUpperCase(Locale.ROOT));
                case "--reject" -> rejects = Optional.of(SettingKind.path(option, value));
                default ->
                    throw BadSetting.of(
                            "an option of hash-identifiers",
                            option,
                            "--email, --phone, --key-file, --region or --reject");
            }
        }
        if (files.size() != 2) {
            throw BadSetting.of("hash-identifiers", String.join(" ", files), "followed by INPUT and OUTPUT");
        }
        if (columns.isEmpty()) {
            throw new BadSetting("hash-identifiers needs at least one --email COLUMN or --phone COLUMN");
        }
        if (region.filter(r -> !Identifier.isRegion(r)).isPresent()) {
            throw BadSetting.of("--region", region.get(), "a country's two letters, for example DE");
        }
        Path output = SettingKind.path("OUTPUT", files.get(1));
        return new HashIdentifiers(
                SettingKind.path("INPUT", files.get(0)),
                output,
                List.copyOf(columns),
                key,
                region,
                rejects.orElseGet(() -> Path.of(output + ".rejects.csv")));
    }

    /** The exit status. */
    int run(PrintStream out, PrintStream err, boolean terminal) {
        Hasher hasher = new Hasher(keyFile.map(HashIdentifiers::key));
        if (!Files.isRegularFile(input) || !Files.isReadable(input)) {
            throw BadSetting.of("INPUT", input.toString(), "a readable file");
        }
        for (Path file : List.of(output, rejects)) {
            if (Files.exists(file)) {
                throw BadSetting.of("the output", file.toString(), "a file that does not exist yet");
            }
        }
        String name = String.valueOf(output.getFileName());
        Path draft = output.resolveSibling("." + name.replaceFirst("\\.", ".part."));
        try {
            Path folder = output.toAbsolutePath().getParent();
            Path temp = Files.createTempDirectory(folder == null ? Path.of(".") : folder, ".hash-identifiers");
            try (ColumnRewrite rewrite = new ColumnRewrite(input, temp)) {
                checkColumns(rewrite.columns());
                ProgressBar bar = new ProgressBar(err, terminal, rewrite.rows());
                bar.show(0);
                ColumnRewrite.Counts counts = rewrite.rewrite(
                        columns.stream()
                                .map(c -> new ColumnRewrite.Target(c.name(), c.newName()))
                                .toList(),
                        draft,
                        rejects,
                        (column, value) -> hashed(hasher, columns.get(column), value),
                        bar::show);
                Files.move(draft, output, StandardCopyOption.ATOMIC_MOVE);
                out.println(String.format(
                        Locale.ROOT,
                        "%,d rows written to %s, %,d rejected%s",
                        counts.written(),
                        output,
                        counts.rejected() + counts.unreadable(),
                        counts.rejected() + counts.unreadable() > 0 ? ", see " + rejects : ""));
            }
            return 0;
        } catch (Problem e) {
            err.println("cleanroom-server: " + e.text());
            return 1;
        } catch (IOException e) {
            err.println("cleanroom-server: " + output + " cannot be written: "
                    + e.getClass().getSimpleName());
            return 1;
        } finally {
            delete(draft);
        }
    }

    private void checkColumns(List<String> found) {
        for (Column column : columns) {
            if (!found.contains(column.name())) {
                throw BadSetting.of(
                        "--" + column.kind().name().toLowerCase(Locale.ROOT),
                        column.name(),
                        "one of the columns " + String.join(", ", found));
            }
        }
    }

    private @Nullable String hashed(Hasher hasher, Column column, @Nullable String value)
            throws ColumnRewrite.Rejected {
        try {
            return column.kind()
                    .normalised(value, region.orElse(null))
                    .map(hasher::hash)
                    .orElse(null);
        } catch (Identifier.BadIdentifier e) {
            throw new ColumnRewrite.Rejected(column.name() + ": " + e.reason());
        }
    }

    private static byte[] key(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int length = bytes.length;
            while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
                length--;
            }
            if (length < SHORTEST_KEY) {
                throw BadSetting.of(
                        "--key-file", file.toString(), "a file with a key of at least " + SHORTEST_KEY + " bytes");
            }
            return Arrays.copyOf(bytes, length);
        } catch (IOException e) {
            throw BadSetting.of("--key-file", file.toString(), "a readable file");
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
