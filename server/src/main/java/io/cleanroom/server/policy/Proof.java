package io.cleanroom.server.policy;

import java.util.List;
import java.util.Set;

/** What the verifier knows of a relation. {@code pending}: an Aggregate has counted, and no Filter has compared yet. */
record Proof(Set<Obligation> open, Set<Obligation> met, boolean pending, List<Known> fields) {
    /** One constraint of one scan. */
    record Obligation(int scan, String column, int minimum) {}

    /** A column of one scan. */
    record Cell(int scan, String column) {}

    /** What is known of a field: which cells it equals, which cells it counts (after release: is at most the count of). */
    record Known(Set<Cell> equals, Set<Cell> counts) {
        static final Known NOTHING = new Known(Set.of(), Set.of());
    }
}
