package io.cleanroom.server.collaboration;

/** What may stand between join comparisons; AND always may. */
public enum LogicalOperator {
    AND,
    OR
}
