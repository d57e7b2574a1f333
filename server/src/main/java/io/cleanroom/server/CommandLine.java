package io.cleanroom.server;

import io.cleanroom.server.attack.AttackFailure;
import io.cleanroom.server.attack.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the operator asked for. */
sealed interface CommandLine {
    String HELP = """
            usage: cleanroom-server [--config FILE]
                   cleanroom-server audit verify FILE...
                   cleanroom-server hash-identifiers --in FILE... --out FILE --email COLUMN ... | --help
                   cleanroom-server attack-test --url URL --password-file FILE --data-root DIR [--user operator]
                       [--only FAMILY,...] [--report text|json] | --help
                   cleanroom-server --help | --version

            Starts the server with the settings in FILE (YAML, every key explained in conf/cleanroom.yaml) and in
            environment variables: CLEANROOM_TLS_KEYSTORE sets tls.keystore, and so on. JAVA_OPTS go to the JVM.
            attack-test attacks a running server in a room that it makes and drops; status 1 if anything came out.
            Exit status: 2 for bad settings or command line, 1 for anything else, 143 after SIGTERM.
            """;

    record Run(Optional<Path> config) implements CommandLine {}

    record VerifyAudit(List<Path> files) implements CommandLine {}

    /** Hashes a file's identifiers; the arguments are what follows the command's name. */
    record Hash(List<String> arguments) implements CommandLine {}

    record Attack(Options options) implements CommandLine {}

    record Help(String text) implements CommandLine {}

    record Version() implements CommandLine {}

    static CommandLine parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Run(Optional.empty());
        }
        String first = arguments.get(0);
        if (first.equals("--help") && arguments.size() == 1) {
            return new Help(HELP);
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
        if (first.equals("attack-test")) {
            if (arguments.equals(List.of("attack-test", "--help"))) {
                return new Help(Options.help());
            }
            return new Attack(attack(arguments.subList(1, arguments.size())));
        }
        throw new BadSetting(
                "the command line must be --config FILE, audit verify FILE..., hash-identifiers ..., attack-test ...,"
                        + " --help or --version. Provided: "
                        + String.join(" ", arguments));
    }

    private static Options attack(List<String> arguments) {
        try {
            return Options.parse(arguments);
        } catch (AttackFailure e) {
            throw new BadSetting(String.valueOf(e.getMessage()));
        }
    }
}
