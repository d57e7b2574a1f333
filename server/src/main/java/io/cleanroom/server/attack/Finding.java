package io.cleanroom.server.attack;

import java.util.List;

/**
 * What became of an attack.
 *
 * @param evidence what was seen, in a line, without any canary
 * @param answers what was seen of each step
 */
record Finding(AttackCase attack, Verdict verdict, String evidence, List<Answer> answers) {
    /** A step as it was sent, and what came of it. */
    record Answer(String sent, String evidence) {}

    Finding {
        answers = List.copyOf(answers);
    }

    enum Verdict {
        /** Refused before anything ran. */
        REFUSED("refused"),
        /** Ran, and nothing came out. */
        SUPPRESSED("suppressed"),
        /** Answered, with nothing in it for the adversary. */
        HARMLESS("harmless"),
        /** A control: the question may be asked, and was answered. */
        ANSWERED("answered"),
        /** What the manual says that thresholds cannot stop. */
        NOT_STOPPED("not stopped"),
        /** Stopped, but in another way than this version says; no leak. */
        OTHERWISE("stopped otherwise"),
        /** The adversary got what must not come out. */
        LEAK("LEAK"),
        /** The control failed, so that the rest proves nothing. */
        NO_CONTROL("NO CONTROL");

        final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    boolean isAsExpected() {
        return !isLeak() && verdict != Verdict.OTHERWISE;
    }

    boolean isLeak() {
        return verdict == Verdict.LEAK || verdict == Verdict.NO_CONTROL;
    }
}
