package io.cleanroom.server.sql.statement;

/** Statements about a run. */
public sealed interface Control extends Statement {
    record CancelQuery(String queryId) implements Control {}
}
