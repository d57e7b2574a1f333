package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.identity.TokenText;
import java.time.Instant;
import java.util.Optional;

/** An access token that was just made, the only time that it is whole. */
public record NewToken(Name name, UserName user, TokenText token, Optional<Instant> expires) {}
