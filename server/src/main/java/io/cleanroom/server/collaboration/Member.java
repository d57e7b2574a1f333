package io.cleanroom.server.collaboration;

/**
 * A company. Its files stay below {@code dataLocation}, results for it go below {@code resultLocation}; both are folders
 * below the server's data root, as the operator wrote them.
 */
public record Member(Name name, String dataLocation, String resultLocation) {}
