package io.cleanroom.server.hashing;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The command {@code hash-identifiers}. Whatever goes wrong, the output and the file of rejected rows are whole or not there.
 */
public final class HashIdentifiers {
    /** All rows were hashed. */
    static final int DONE = 0;

    static final int FAILED = 1;
    static final int BAD_USE = 2;

    /** The output is whole, but rows were left out of it. */
    static final int SOME_REJECTED = 3;

    private static final String NAME = "hash-identifiers: ";

    private final Options options;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    private HashIdentifiers(Options options, PrintStream out, PrintStream err, boolean terminal) {
        this.options = options;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * Hashes what the arguments say.
     *
     * @param arguments what follows {@code hash-identifiers} on the command line
     * @param terminal whether somebody looks at {@code err}, and wants to see how far it is
     * @return the exit status: 0 all rows hashed, 1 failed, 2 bad command line, 3 rows were rejected
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err, boolean terminal) {
        try {
            if (arguments.isEmpty() || arguments.contains("--help")) {
                out.print(help());
                return arguments.isEmpty() ? BAD_USE : DONE;
            }
            return new HashIdentifiers(Options.parse(arguments), out, err, terminal).hash();
        } catch (Stop e) {
            err.println(NAME + e.getMessage());
            return e.status();
        }
    }

    private static String help() {
        try (InputStream text = HashIdentifiers.class.getResourceAsStream("help.txt")) {
            if (text == null) {
                throw new IllegalStateException("help.txt is missing");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int hash() throws Stop {
        IdentifierHash hash = options.keyFile().isPresent()
                ? IdentifierHash.keyed(KeyFile.read(options.keyFile().get()))
                : IdentifierHash.plain();
        InputFiles input = InputFiles.find(options);
        Path rejectPath = options.reject().orElse(Path.of(options.out() + ".rejects"));
        if (rejectPath
                .toAbsolutePath()
                .normalize()
                .equals(options.out().toAbsolutePath().normalize())) {
            throw Stop.badUse("--reject and --out are one file");
        }
        long start = System.nanoTime();
        try (FileHashing files = open(input, hash);
                PartialFile output = PartialFile.of(options.out(), options.overwrite());
                Rejects rejects = new Rejects(PartialFile.of(rejectPath, options.overwrite()))) {
            Counts counts = new Counts(files.layout().hashed().size());
            List<String> emailLike;
            try (Progress progress = new Progress(counts, err, terminal)) {
                progress.start();
                emailLike = files.run(counts, output, rejects);
            }
            // The rejects first: an output without them would look as if it had all rows.
            boolean anyRejected = rejects.finish();
            output.moveIntoPlace();
            report(files.layout(), hash, counts, System.nanoTime() - start);
            if (anyRejected) {
                out.println("rejected " + counts.rejected() + " rows, see " + rejectPath);
            }
            warn(hash, emailLike);
            return anyRejected ? SOME_REJECTED : DONE;
        }
    }

    private FileHashing open(InputFiles input, IdentifierHash hash) throws Stop {
        return switch (input.format()) {
            case CSV -> CsvHashing.open(input, options, hash);
            case PARQUET -> ParquetHashing.open(input, options, hash);
        };
    }

    private void report(Layout layout, IdentifierHash hash, Counts counts, long nanos) {
        out.println("read " + counts.read.sum() + " rows, wrote " + counts.written.get() + " to " + options.out() + " ("
                + Progress.rate(counts.read.sum(), nanos) + " rows/s)");
        for (int i = 0; i < layout.hashed().size(); i++) {
            IdentifierColumn column = layout.hashed().get(i).column();
            Counts.Column values = counts.columns.get(i);
            out.println(column.name() + " -> " + column.output() + ": " + values.hashed.sum() + " " + hash.algorithm()
                    + ", " + values.absent.sum() + " empty, " + values.bad.sum() + " bad");
        }
        hash.keyCheck()
                .ifPresent(check -> out.println("key check: " + check + ", the same for all who have the same key"));
    }

    private void warn(IdentifierHash hash, List<String> emailLike) {
        if (options.keepOriginal()) {
            err.println(
                    NAME + "warning: " + options.out() + " holds the identifiers beside their hashes; keep it at home");
        }
        for (String column : emailLike) {
            err.println(NAME + "warning: column " + column
                    + " still holds what looks like e-mail addresses; hash it with --email " + column
                    + ", or leave it out with --drop " + column);
        }
        if (hash.keyCheck().isEmpty()) {
            err.println(
                    NAME + "note: without --key-file, who gets this file can find known or guessed identifiers in it"
                            + " (docs/hash-identifiers.md)");
        }
    }
}
