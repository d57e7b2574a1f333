package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.SessionContext;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** One JDBC connection of one user: its collaboration and its statements, under random numbers. */
final class Session implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    final String id;
    final Fraction fraction;
    private final String application;
    private final Heartbeat heartbeat;
    private final int mostStatements;
    private final Map<Integer, OpenStatement> statements = new ConcurrentHashMap<>();
    private final ConnectionPropertiesImpl properties = new ConnectionPropertiesImpl();
    private Optional<Name> collaboration;
    private boolean closed;
    private int calls;
    private long lastUsed = System.nanoTime();

    Session(
            String id,
            Optional<Name> collaboration,
            String application,
            Fraction fraction,
            Heartbeat heartbeat,
            int mostStatements) {
        this.id = id;
        this.fraction = fraction;
        this.collaboration = collaboration;
        this.application = application;
        this.heartbeat = heartbeat;
        this.mostStatements = mostStatements;
        collaboration.ifPresent(name -> properties.setSchema(name.text()));
    }

    /**
     * What the query path learns of a call.
     *
     * @param principal the one of this request, with the roles held now
     * @param applicationNow if it is no longer the one that opened the connection
     */
    synchronized SessionContext context(Principal principal, Optional<String> applicationNow) {
        return new SessionContext(principal, collaboration, applicationNow.orElse(application));
    }

    synchronized boolean isIn(Name name) {
        return collaboration.isPresent() && collaboration.get().equals(name);
    }

    synchronized void switchTo(Name name) {
        collaboration = Optional.of(name);
    }

    /** Takes over what the client set and answers with what holds now. */
    synchronized ConnectionPropertiesImpl sync(Meta.@Nullable ConnectionProperties changes) {
        if (changes != null) {
            properties.merge(changes);
        }
        collaboration.ifPresent(name -> properties.setSchema(name.text()));
        return new ConnectionPropertiesImpl(
                properties.isAutoCommit(),
                properties.isReadOnly(),
                properties.getTransactionIsolation(),
                properties.getCatalog(),
                properties.getSchema());
    }

    OpenStatement open(Optional<OpenStatement.Prepared> prepared) {
        synchronized (this) {
            if (closed) {
                throw new Problem(Code.NO_SUCH_CONNECTION, Sessions.NO_SUCH);
            }
            if (statements.size() >= mostStatements) {
                throw new Problem(
                        Code.TOO_MANY,
                        "too many statements of this connection are open (open=" + statements.size() + ", limit="
                                + mostStatements + ")");
            }
            while (true) {
                OpenStatement statement = new OpenStatement(RANDOM.nextInt(Integer.MAX_VALUE), prepared, fraction);
                if (statements.putIfAbsent(statement.id, statement) == null) {
                    return statement;
                }
            }
        }
    }

    OpenStatement statement(int statementId) {
        OpenStatement statement = statements.get(statementId);
        if (statement == null) {
            throw new Problem(Code.NO_SUCH_CONNECTION, Sessions.NO_SUCH);
        }
        return statement;
    }

    void close(OpenStatement statement) {
        statements.remove(statement.id, statement);
        statement.close();
    }

    synchronized void begin() {
        if (closed) {
            throw new Problem(Code.NO_SUCH_CONNECTION, Sessions.NO_SUCH);
        }
        calls++;
        heartbeat.heard();
    }

    synchronized void end() {
        calls--;
        heartbeat.heard();
        lastUsed = System.nanoTime();
    }

    synchronized boolean isIdle(long now, long idleNanos) {
        return calls == 0 && now - lastUsed > idleNanos;
    }

    /** Whether a statement runs whose client has vanished; asked once a second. */
    boolean isAbandoned() {
        return heartbeat.isLost(statements.values().stream().anyMatch(OpenStatement::isAwaited));
    }

    void expireResults(long now, long idleNanos) {
        statements.values().forEach(statement -> statement.expireResult(now, idleNanos));
    }

    boolean isRunning() {
        return statements.values().stream().anyMatch(OpenStatement::isRunning);
    }

    /** Cancels what runs and closes every result. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        statements.values().forEach(this::close);
    }
}
