package io.cleanroom.server.collaboration;

/** A column of an answer: its label as asked for, and the declared type, which the values have whatever the engine. */
public record OutputColumn(String label, ColumnType type) {}
