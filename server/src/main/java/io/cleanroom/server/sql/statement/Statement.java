package io.cleanroom.server.sql.statement;

/** Anything that a client can send: a query of some kind, or a definition. */
public sealed interface Statement permits Query, Definition, Review, Control {}
