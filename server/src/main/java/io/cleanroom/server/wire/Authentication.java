package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Principal;
import java.util.Optional;

/** Tells who a user is; asked once for every request, so it must be quick for a password that was right a moment ago. */
public interface Authentication {
    /** The principal with the roles held now; empty for an unknown user and a wrong password alike. */
    Optional<Principal> authenticate(String user, String password);

    /** The same for an access token; empty for one that was dropped, has expired or never was. */
    Optional<Principal> authenticate(String token);
}
