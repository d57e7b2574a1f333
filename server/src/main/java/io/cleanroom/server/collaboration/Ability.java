package io.cleanroom.server.collaboration;

/** What a member may do in one collaboration. */
public enum Ability {
    CONTRIBUTE,
    QUERY,
    RECEIVE_RESULTS;

    /** As written in CREATE COLLABORATION. */
    public String sql() {
        return name().replace('_', ' ');
    }
}
