package io.cleanroom.server.policy;

/** A counter that comes back with every row at position {@code index} (from 0) and must be at least {@code minimum}. */
public record Guard(int index, int minimum) {}
