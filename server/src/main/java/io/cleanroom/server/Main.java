package io.cleanroom.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.cleanroom.server.attack.AttackFailure;
import io.cleanroom.server.attack.AttackTest;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.wire.ServerVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The command {@code cleanroom-server}. */
public final class Main {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] arguments) {
        int status = run(List.of(arguments), System.getenv(), System.out, System.err);
        if (status != 0) {
            // Halting lets no service thread keep a failed start alive.
            System.exit(status);
        }
    }

    /** Does what the arguments say; answers with the exit status. */
    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            CommandLine command = CommandLine.parse(arguments);
            if (command instanceof CommandLine.Help help) {
                out.print(help.text());
                return 0;
            } else if (command instanceof CommandLine.Version) {
                out.println("cleanroom-server " + ServerVersion.TEXT);
                return 0;
            } else if (command instanceof CommandLine.VerifyAudit verify) {
                return Services.verifyAudit(verify.files(), out);
            } else if (command instanceof HashIdentifiers hash) {
                return hash.run(out, err, Boolean.getBoolean("cleanroom.terminal"));
            } else if (command instanceof CommandLine.Attack attack) {
                return AttackTest.run(attack.options(), out, err);
            }
            Path file = ((CommandLine.Run) command).config().orElse(null);
            return serve(ServerConfig.load(file, environment), out, err);
        } catch (BadSetting e) {
            err.println("cleanroom-server: " + e.getMessage());
            return 2;
        } catch (AttackFailure e) {
            err.println("cleanroom-server: " + e.getMessage());
            return 2;
        }
    }

    private static int serve(ServerConfig config, PrintStream out, PrintStream err) {
        log(config);
        Services services;
        try {
            services = Services.open(config);
        } catch (Problem e) {
            err.println("cleanroom-server: " + e.text());
            return 1;
        }
        CleanroomServer server =
                new CleanroomServer(config, services.statements(), services.authentication(), services.toClose());
        try {
            server.start();
        } catch (IOException e) {
            err.println("cleanroom-server: cannot listen on " + config.host() + ":" + config.port() + ": " + reason(e));
            server.close();
            return 1;
        }
        services.operatorPassword()
                .ifPresent(password -> out.println("operator password, shown this once: " + password));
        out.println("cleanroom listening on " + server.url());
        out.flush();
        LOG.info(
                "ready {} ms after the start of the process",
                ManagementFactory.getRuntimeMXBean().getUptime());
        awaitSignal(server);
        return 0;
    }

    private static String reason(IOException e) {
        return e instanceof BindException || e.getCause() instanceof BindException
                ? "the address is in use, or is none of this machine's"
                : String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }

    /** The virtual machine ends when its shutdown hooks have; SIGTERM and SIGINT start them. */
    private static void awaitSignal(CleanroomServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "cleanroom-stop"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void log(ServerConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger("io.cleanroom")
                .setLevel(Level.toLevel(config.logLevel().name()));
        config.logFile().ifPresent(file -> {
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(context);
            encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0} %msg%n");
            encoder.start();
            FileAppender<ILoggingEvent> appender = new FileAppender<>();
            appender.setContext(context);
            appender.setFile(file.toString());
            appender.setEncoder(encoder);
            appender.start();
            if (!appender.isStarted()) {
                throw BadSetting.of("log.file", file.toString(), "a file that can be written");
            }
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        });
    }
}
