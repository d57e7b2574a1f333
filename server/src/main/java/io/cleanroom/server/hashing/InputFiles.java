package io.cleanroom.server.hashing;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/** The files that were named, and their one format. */
record InputFiles(List<Path> files, Options.Format format, long bytes) {
    InputFiles {
        files = List.copyOf(files);
    }

    static InputFiles find(Options options) throws Stop {
        List<Path> files = new ArrayList<>();
        for (String typed : options.in()) {
            files.addAll(matching(typed));
        }
        Options.Format format = format(options, files.get(0));
        long bytes = 0;
        for (Path file : files) {
            if (format(options, file) != format) {
                throw Stop.badUse("the inputs must be of one format: " + files.get(0) + " and " + file + " are not");
            }
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw Stop.badUse("input " + file + " is a folder, or may not be read");
            }
            if (same(file, options.out())) {
                throw Stop.badUse("the output " + options.out() + " is one of the inputs");
            }
            bytes += file.toFile().length();
        }
        if (format(options, options.out()) != format) {
            throw Stop.badUse("the output is written in the format of the input, " + name(format)
                    + "; its name must say so. Provided value: " + options.out());
        }
        return new InputFiles(files, format, bytes);
    }

    /** A file of that very name, else the files of its folder whose names match, in the order of their names. */
    private static List<Path> matching(String typed) throws Stop {
        Path path = Path.of(typed);
        if (Files.exists(path)) {
            return List.of(path);
        }
        Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
        String pattern = String.valueOf(path.getFileName());
        TreeSet<Path> found = new TreeSet<>();
        if (Files.isDirectory(folder.toAbsolutePath()) && pattern.matches(".*[*?\\[{].*")) {
            try (DirectoryStream<Path> matches = Files.newDirectoryStream(folder, pattern)) {
                matches.forEach(found::add);
            } catch (IOException e) {
                throw Stop.failed("cannot list " + folder, e);
            } catch (DirectoryIteratorException e) {
                throw Stop.failed("cannot list " + folder, e.getCause());
            } catch (PatternSyntaxException e) {
                throw Stop.badUse("pattern " + typed + " is not complete");
            }
        }
        if (found.isEmpty()) {
            throw Stop.badUse("there is no file " + typed);
        }
        return List.copyOf(found);
    }

    private static boolean same(Path one, Path other) throws Stop {
        try {
            return Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            throw Stop.failed("cannot read " + other, e);
        }
    }

    private static Options.Format format(Options options, Path file) throws Stop {
        if (options.format().isPresent()) {
            return options.format().get();
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet")) {
            return Options.Format.PARQUET;
        }
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
        if (plain.endsWith(".csv") || plain.endsWith(".tsv") || plain.endsWith(".txt")) {
            return Options.Format.CSV;
        }
        throw Stop.badUse(
                "the name of " + file
                        + " does not say what it is (.csv, .csv.gz, .tsv, .txt, .parquet); give --format csv or --format parquet");
    }

    private static String name(Options.Format format) {
        return format == Options.Format.CSV ? "CSV" : "Parquet";
    }
}
