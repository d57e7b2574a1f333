package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.collaboration.Name;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a statement did, for the record: who may read of it, and in which words, if not the statement's own.
 *
 * @param warnings for the one who ran the statement
 * @param token a new access token, for the one who ran the statement and nobody else
 */
record Effect(
        Action action,
        String subject,
        Set<Name> concerns,
        Optional<String> statement,
        SortedMap<String, String> detail,
        List<String> warnings,
        Optional<NewToken> token) {
    static Effect of(Action action, String subject, Set<Name> concerns) {
        return new Effect(action, subject, concerns, Optional.empty(), new TreeMap<>(), List.of(), Optional.empty());
    }

    /** Recorded in place of the text that was sent. */
    Effect recordedAs(String text) {
        return new Effect(action, subject, concerns, Optional.of(text), detail, warnings, token);
    }

    Effect with(String key, String value) {
        SortedMap<String, String> more = new TreeMap<>(detail);
        more.put(key, value);
        return new Effect(action, subject, concerns, statement, more, warnings, token);
    }

    Effect warning(List<String> texts) {
        return new Effect(action, subject, concerns, statement, detail, texts, token);
    }

    Effect answering(NewToken made) {
        return new Effect(action, subject, concerns, statement, detail, warnings, Optional.of(made));
    }
}
