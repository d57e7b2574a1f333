package io.cleanroom.server.hashing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was typed, checked as far as it can be without reading files.
 *
 * @param in files and patterns, at least one
 * @param identifiers at least one, their output names distinct
 * @param drop further columns that the output does not get
 * @param format of the input and the output, where their names do not say it
 */
record Options(
        List<String> in,
        Path out,
        List<IdentifierColumn> identifiers,
        List<String> drop,
        Optional<Path> keyFile,
        boolean keepOriginal,
        Optional<Path> reject,
        Optional<Format> format,
        Optional<Character> delimiter,
        boolean overwrite) {
    enum Format {
        CSV,
        PARQUET
    }

    private static final Set<String> REPEATED = Set.of("--in", "--email", "--phone", "--drop");
    private static final Set<String> SINGLE =
            Set.of("--out", "--region", "--key-file", "--keep-original", "--reject", "--format", "--delimiter");
    private static final String OVERWRITE = "--overwrite";

    Options {
        in = List.copyOf(in);
        identifiers = List.copyOf(identifiers);
        drop = List.copyOf(drop);
    }

    static Options parse(List<String> arguments) throws Stop {
        Map<String, List<String>> typed = typed(arguments);
        List<String> in = typed.getOrDefault("--in", List.of());
        if (in.isEmpty()) {
            throw Stop.badUse("--in FILE is missing");
        }
        String out = single(typed, "--out").orElseThrow(() -> Stop.badUse("--out FILE is missing"));
        return new Options(
                in,
                Path.of(out),
                identifiers(typed),
                names(typed, "--drop"),
                single(typed, "--key-file").map(Path::of),
                oneOf(typed, "--keep-original", Map.of("yes", true, "no", false))
                        .orElse(false),
                single(typed, "--reject").map(Path::of),
                oneOf(typed, "--format", Map.of("csv", Format.CSV, "parquet", Format.PARQUET)),
                delimiter(single(typed, "--delimiter")),
                typed.containsKey(OVERWRITE));
    }

    /** The values of each option. A shell that expands a pattern makes many values of one, so --in takes several. */
    private static Map<String, List<String>> typed(List<String> arguments) throws Stop {
        Map<String, List<String>> typed = new LinkedHashMap<>();
        int at = 0;
        while (at < arguments.size()) {
            String option = arguments.get(at++);
            if (option.equals(OVERWRITE)) {
                typed.put(option, List.of());
                continue;
            }
            if (!REPEATED.contains(option) && !SINGLE.contains(option)) {
                throw Stop.badUse("unknown option " + option + "; hash-identifiers --help lists them");
            }
            List<String> values = typed.computeIfAbsent(option, o -> new ArrayList<>());
            int before = values.size();
            while (at < arguments.size()
                    && !arguments.get(at).startsWith("--")
                    && (option.equals("--in") || values.size() == before)) {
                values.add(arguments.get(at++));
            }
            if (values.size() == before) {
                throw Stop.badUse(option + " needs a value");
            }
            if (SINGLE.contains(option) && values.size() > 1) {
                throw Stop.badUse(option + " is given more than once");
            }
        }
        return typed;
    }

    private static Optional<String> single(Map<String, List<String>> typed, String option) {
        return Optional.ofNullable(typed.get(option)).map(values -> values.get(0));
    }

    private static <T> Optional<T> oneOf(Map<String, List<String>> typed, String option, Map<String, T> accepted)
            throws Stop {
        Optional<String> value = single(typed, option);
        if (value.isPresent() && !accepted.containsKey(value.get().toLowerCase(Locale.ROOT))) {
            throw Stop.badUse(option + " must be one of " + String.join(", ", new TreeMap<>(accepted).keySet())
                    + ". Provided value: " + value.get());
        }
        return value.map(text -> accepted.get(text.toLowerCase(Locale.ROOT)));
    }

    private static Optional<Character> delimiter(Optional<String> typed) throws Stop {
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        String value = typed.get();
        String character = value.equals("\\t") || value.equals("tab") ? "\t" : value;
        if (character.length() != 1 || "\"\r\n".contains(character)) {
            throw Stop.badUse("--delimiter must be one character, or tab. Provided value: " + value);
        }
        return Optional.of(character.charAt(0));
    }

    private static List<String> names(Map<String, List<String>> typed, String option) throws Stop {
        List<String> names = new ArrayList<>();
        for (String value : typed.getOrDefault(option, List.of())) {
            for (String name : value.split(",", -1)) {
                if (name.isBlank()) {
                    throw Stop.badUse(option + " must be COLUMN or COLUMN,COLUMN. Provided value: " + value);
                }
                names.add(name.strip());
            }
        }
        return names;
    }

    private static List<IdentifierColumn> identifiers(Map<String, List<String>> typed) throws Stop {
        Optional<String> region = single(typed, "--region").map(text -> text.toUpperCase(Locale.ROOT));
        if (region.isPresent() && !PhoneNumbers.regions().contains(region.get())) {
            throw Stop.badUse(
                    "--region must be a country's two letters, such as US or DE. Provided value: " + region.get());
        }
        if (region.isPresent() && !typed.containsKey("--phone")) {
            throw Stop.badUse("--region says how phone numbers are written, and needs --phone COLUMN");
        }
        List<IdentifierColumn> identifiers = new ArrayList<>();
        identifiers.addAll(columns(names(typed, "--email"), "hashed_email", new EmailAddresses()));
        identifiers.addAll(columns(names(typed, "--phone"), "hashed_phone", new PhoneNumbers(region)));
        if (identifiers.isEmpty()) {
            throw Stop.badUse("--email COLUMN or --phone COLUMN is missing: there is nothing to hash");
        }
        return identifiers;
    }

    /** {@code COLUMN} or {@code COLUMN=NAME}; a kind's only column gets the kind's name, several get their own. */
    private static List<IdentifierColumn> columns(List<String> typed, String usual, Normaliser normaliser) throws Stop {
        List<IdentifierColumn> columns = new ArrayList<>();
        for (String text : typed) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals).strip();
            String given = equals < 0 ? "" : text.substring(equals + 1).strip();
            if (name.isEmpty() || (equals >= 0 && given.isEmpty())) {
                throw Stop.badUse("a column must be COLUMN or COLUMN=NAME. Provided value: " + text);
            }
            String output = !given.isEmpty() ? given : typed.size() == 1 ? usual : "hashed_" + name;
            columns.add(new IdentifierColumn(name, output, normaliser));
        }
        return columns;
    }
}
