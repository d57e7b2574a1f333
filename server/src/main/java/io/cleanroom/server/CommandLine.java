package io.cleanroom.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the operator asked for. */
sealed interface CommandLine {
    String HELP = """
            usage: cleanroom-server [--config FILE]
                   cleanroom-server audit verify FILE...
                   cleanroom-server hash-identifiers --in FILE... --out FILE --email COLUMN ... | --help
                   cleanroom-server --help | --version

            Starts the server with the settings in FILE (YAML, every key explained in conf/cleanroom.yaml) and in
            environment variables: CLEANROOM_TLS_KEYSTORE sets tls.keystore, and so on. JAVA_OPTS go to the JVM.
            Exit status: 2 for bad settings or command line, 1 for anything else, 143 after SIGTERM.
            """;

    record Run(Optional<Path> config) implements CommandLine {}

    record VerifyAudit(List<Path> files) implements CommandLine {}

    /** Hashes a file's identifiers; the arguments are what follows the command's name. */
    record Hash(List<String> arguments) implements CommandLine {}

    record Help() implements CommandLine {}

    record Version() implements CommandLine {}

    static CommandLine parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Run(Optional.empty());
        }
        String first = arguments.get(0);
        if (first.equals("--help") && arguments.size() == 1) {
            return new Help();
        }
        if (first.equals("--version") && arguments.size() == 1) {
            return new Version();
        }
        if (first.equals("--config") && arguments.size() == 2) {
            return new Run(Optional.of(SettingKind.path("--config", arguments.get(1))));
        }
        if (arguments.size() > 2 && first.equals("audit") && arguments.get(1).equals("verify")) {
            return new VerifyAudit(arguments.stream().skip(2).map(Path::of).toList());
        }
        if (first.equals("hash-identifiers")) {
            return new Hash(List.copyOf(arguments.subList(1, arguments.size())));
        }
        throw new BadSetting(
                "the command line must be --config FILE, audit verify FILE..., hash-identifiers ..., --help or"
                        + " --version. Provided: "
                        + String.join(" ", arguments));
    }
}
