package io.cleanroom.server.wire;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a statement sent once is run once: something between client and server may send a request again whose
 * answer it lost, and each run may count against a limit that members agreed on.
 */
final class Replays {
    /** The header with the client's own number for a request. */
    static final String REQUEST_ID = "X-Cleanroom-Request-Id";

    private static final int LONGEST_ID = 100;

    private record Key(UserName user, String requestId) {}

    private final Cache<Key, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(30))
            .build();

    /** Refuses a run that this user has asked for before; a client without request ids is on its own. */
    void refuse(UserName user, @Nullable String requestId) {
        if (requestId == null || requestId.length() > LONGEST_ID) {
            return;
        }
        if (seen.asMap().putIfAbsent(new Key(user, requestId), true) != null) {
            throw new Problem(Code.NOT_COMPLETED, "this request was received before and is not run a second time");
        }
    }
}
