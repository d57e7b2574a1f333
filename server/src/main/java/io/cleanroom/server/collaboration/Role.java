package io.cleanroom.server.collaboration;

/** What a user may do for the member: definitions, queries, or reading the evidence alone. */
public enum Role {
    ADMIN,
    ANALYST,
    AUDITOR
}
