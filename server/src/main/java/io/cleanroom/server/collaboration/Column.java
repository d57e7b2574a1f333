package io.cleanroom.server.collaboration;

/** A column of a source: its name in lower case, and as the file spells it. */
public record Column(Name name, String nameInSource, ColumnType type) {}
