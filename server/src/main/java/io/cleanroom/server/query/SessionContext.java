package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import java.util.Optional;

/** Who asks, and which collaboration unqualified names belong to. */
public record SessionContext(Principal principal, Optional<Name> collaboration, String application) {}
