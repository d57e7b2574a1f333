package io.cleanroom.server.audit;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Sha256;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A query as it was asked and decided. {@code owners} are the members whose tables it touches: they may read it. {@code
 * definitionHash} is what the decision was made on: a template's approved hash, or the collaboration's.
 *
 * @param id out of {@link #newId}
 * @param parameters as text, for example JSON; empty without any
 * @param reasons the decision's, as text; empty without any
 */
public record ProtectedQuery(
        String id,
        Principal runner,
        Optional<Name> collaboration,
        Kind kind,
        Optional<Name> template,
        String parameters,
        String sql,
        String reasons,
        SortedSet<Name> owners,
        Optional<String> resultLocation,
        String engine,
        Optional<Sha256> definitionHash) {
    /** How it was asked. */
    public enum Kind {
        DIRECT,
        TEMPLATE
    }

    /** Where it stands; only the first two are followed by another. */
    public enum State {
        SUBMITTED,
        STARTED,
        SUCCESS,
        FAILED,
        CANCELLED,
        TIMED_OUT,
        REFUSED
    }

    public ProtectedQuery {
        owners = Collections.unmodifiableSortedSet(new TreeSet<>(owners));
    }

    /** Nobody can guess it. */
    public static String newId() {
        return UUID.randomUUID().toString();
    }

    SortedSet<Name> concerned() {
        SortedSet<Name> members = new TreeSet<>(owners);
        members.add(runner.member());
        return members;
    }
}
