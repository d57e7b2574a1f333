package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every open connection, under its user's name and its id together: the id is the client's choice, so that knowing one is
 * worth nothing to another user. Unknown, foreign, closed and expired are one answer, 08003 in the same words.
 */
final class Sessions implements AutoCloseable {
    static final String NO_SUCH = "no such connection";
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private record Key(UserName user, String connectionId) {}

    private final Map<Key, Session> open = new ConcurrentHashMap<>();
    private final Map<UserName, Integer> perUser = new ConcurrentHashMap<>();
    private final int mostPerUser;

    Sessions(int mostPerUser) {
        this.mostPerUser = mostPerUser;
    }

    void add(UserName user, Session session) {
        perUser.compute(user, (name, count) -> {
            int now = count == null ? 0 : count;
            if (now >= mostPerUser) {
                throw new Problem(
                        Code.TOO_MANY,
                        "too many connections of " + user + " are open (open=" + now + ", limit=" + mostPerUser + ")");
            }
            if (open.putIfAbsent(new Key(user, session.id), session) != null) {
                throw new Problem(Code.IN_USE, "a connection with this id is open already");
            }
            return now + 1;
        });
    }

    Session find(UserName user, @Nullable String connectionId) {
        Session session = connectionId == null ? null : open.get(new Key(user, connectionId));
        if (session == null) {
            throw new Problem(Code.NO_SUCH_CONNECTION, NO_SUCH);
        }
        return session;
    }

    void close(UserName user, Session session) {
        if (open.remove(new Key(user, session.id), session)) {
            perUser.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
            session.close();
        }
    }

    /** Closes connections that are idle or whose client has vanished, and drops results that nobody reads. Once a second. */
    void expire(long now, long connectionIdleNanos, long resultIdleNanos) {
        open.forEach((key, session) -> {
            try {
                if (session.isIdle(now, connectionIdleNanos)) {
                    close(key.user, session);
                } else if (session.isAbandoned()) {
                    LOG.info("a client of {} has vanished in mid-run; its statements are cancelled", key.user);
                    close(key.user, session);
                } else {
                    session.expireResults(now, resultIdleNanos);
                }
            } catch (RuntimeException e) {
                LOG.warn("closing a connection or result: {}", ErrorBoundary.trace(e));
            }
        });
    }

    boolean isRunning() {
        return open.values().stream().anyMatch(Session::isRunning);
    }

    @Override
    public void close() {
        for (Iterator<Map.Entry<Key, Session>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Session> next = all.next();
            close(next.getKey().user, next.getValue());
        }
    }
}
