package io.cleanroom.server.attack;

import java.util.List;

/**
 * An attack, or a control: a question of the same kind that may be asked.
 *
 * @param learns what the adversary would know if it worked
 * @param stops what stops it, a sentence for the manual
 * @param twin the room whose answers are compared
 */
record AttackCase(
        String id,
        String family,
        String title,
        String learns,
        String stops,
        List<Step> steps,
        Expected expected,
        Twin twin) {
    AttackCase {
        steps = List.copyOf(steps);
    }

    Expected expected(Step step) {
        return step.expected().orElse(expected);
    }

    @Override
    public String toString() {
        return id + " " + title;
    }
}
