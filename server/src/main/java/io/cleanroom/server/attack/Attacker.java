package io.cleanroom.server.attack;

import com.fasterxml.jackson.databind.JsonNode;
import io.cleanroom.server.attack.Finding.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs an attack, looks at every byte of the answers, and runs it again in the twin room. */
final class Attacker {
    private final AttackRoom room;

    /** All that the adversary sent so far: the record of queries gives it back. */
    private final StringBuilder written = new StringBuilder();

    Attacker(AttackRoom room) {
        this.room = room;
    }

    /** What the adversary saw of one step: every answer, and what he had written to get it. */
    private record Seen(Step step, String written, List<Reply> replies) {
        Reply first() {
            return replies.get(0);
        }

        int rows() {
            return replies.stream().mapToInt(r -> r.rows().size()).sum();
        }
    }

    Finding run(AttackCase attack) {
        List<Seen> seen = play(attack, Twin.NONE);
        List<Finding.Answer> answers = new ArrayList<>();
        for (Seen each : seen) {
            answers.add(new Finding.Answer(each.step().action().text(), evidence(each)));
        }
        for (Seen each : seen) {
            for (Reply reply : each.replies()) {
                Set<String> canaries = room.canaries.in(reply.text(), each.written());
                if (!canaries.isEmpty()) {
                    String evidence = canaries.size() + " protected values in the answer of: "
                            + each.step().action().text();
                    return new Finding(attack, Verdict.LEAK, evidence, answers);
                }
                Set<String> inside = reply.inside(room.dataRoot(), each.written());
                if (!inside.isEmpty()) {
                    String evidence = "the server's inside shows: " + String.join(", ", inside) + " in the answer of: "
                            + each.step().action().text();
                    return new Finding(attack, Verdict.LEAK, evidence, answers);
                }
            }
        }
        Optional<String> difference = difference(attack, seen);
        if (attack.expected() instanceof Expected.NotStopped) {
            return difference.isPresent()
                    ? new Finding(attack, Verdict.NOT_STOPPED, "the answers depend on " + dependsOn(attack), answers)
                    : new Finding(
                            attack, Verdict.OTHERWISE, "the answers do not depend on " + dependsOn(attack), answers);
        }
        if (difference.isPresent()) {
            String evidence = "depends on " + dependsOn(attack) + ": " + difference.get();
            return new Finding(attack, Verdict.LEAK, evidence, answers);
        }
        Verdict verdict = Verdict.HARMLESS;
        String evidence = "";
        for (Seen each : seen) {
            Verdict next = judged(attack.expected(each.step()), each);
            if (verdict != Verdict.OTHERWISE || next == Verdict.LEAK) {
                verdict = next;
                evidence = evidence(each)
                        + (asExpected(next) ? "" : ": " + each.step().action().text());
            }
            if (verdict == Verdict.LEAK || verdict == Verdict.NO_CONTROL) {
                break;
            }
        }
        return new Finding(attack, verdict, evidence, answers);
    }

    private static boolean asExpected(Verdict verdict) {
        return verdict != Verdict.LEAK && verdict != Verdict.NO_CONTROL && verdict != Verdict.OTHERWISE;
    }

    private static String dependsOn(AttackCase attack) {
        return switch (attack.twin()) {
            case NONE -> "nothing";
            case COLUMNS -> "columns that were not granted";
            case SMALL_GROUPS -> "people of groups below the minimum";
            case ONE_PERSON -> "one person's purchases";
        };
    }

    private static Verdict judged(Expected expected, Seen seen) {
        Reply first = seen.first();
        if (first.state().equals("XX000")) {
            // A failure of the server, if a closed one; what may fail on a value tells the value.
            return Verdict.OTHERWISE;
        }
        if (expected instanceof Expected.Harmless || expected instanceof Expected.NotStopped) {
            return Verdict.HARMLESS;
        }
        if (expected instanceof Expected.Answered answered) {
            return !first.failed() && seen.rows() == answered.rows() ? Verdict.ANSWERED : Verdict.NO_CONTROL;
        }
        if (!first.failed()) {
            if (seen.rows() > 0) {
                return Verdict.LEAK;
            }
            return expected instanceof Expected.Refused ? Verdict.OTHERWISE : Verdict.SUPPRESSED;
        }
        if (expected instanceof Expected.Nothing) {
            return Verdict.REFUSED;
        }
        boolean asExpected = expected instanceof Expected.Refused refused
                && first.state().equals(refused.state())
                && first.rules().containsAll(refused.rules());
        return asExpected ? Verdict.REFUSED : Verdict.OTHERWISE;
    }

    private static String evidence(Seen seen) {
        return seen.first().failed() ? refusal(seen.first()) : seen.rows() + (seen.rows() == 1 ? " row" : " rows");
    }

    private static String refusal(Reply reply) {
        return reply.rules().isEmpty() ? reply.state() : reply.state() + " " + String.join(", ", reply.rules());
    }

    /** The first step that is answered differently in the twin, and how. */
    private Optional<String> difference(AttackCase attack, List<Seen> seen) {
        if (attack.twin() == Twin.NONE) {
            return Optional.empty();
        }
        List<Seen> inTwin = play(attack, attack.twin());
        for (int i = 0; i < seen.size(); i++) {
            String here = comparable(seen.get(i), Twin.NONE);
            String there = comparable(inTwin.get(i), attack.twin());
            int at = Arrays.mismatch(here.toCharArray(), there.toCharArray());
            if (at >= 0) {
                return Optional.of(seen.get(i).step().action().text() + "; here " + excerpt(here, at) + ", in the twin "
                        + excerpt(there, at));
            }
        }
        return Optional.empty();
    }

    private static String excerpt(String text, int at) {
        return "'" + text.substring(Math.min(text.length(), Math.max(0, at - 20)), Math.min(text.length(), at + 20))
                + "'";
    }

    private String comparable(Seen seen, Twin twin) {
        StringBuilder text = new StringBuilder();
        for (Reply reply : seen.replies()) {
            String one = room.withoutNames(reply.comparable(), twin);
            // Reasons and the columns in them come in an order of names, which differ between rooms.
            text.append(
                            reply.failed()
                                    ? Stream.of(one.split("[\\s,]+"))
                                            .sorted()
                                            .distinct()
                                            .collect(Collectors.joining(" "))
                                    : one)
                    .append('\n');
        }
        return text.toString();
    }

    /** Does all steps in one room; only the adversary's are returned. */
    private List<Seen> play(AttackCase attack, Twin twin) {
        Map<String, String> words = room.words(twin);
        List<Seen> seen = new ArrayList<>();
        List<Login> others = new ArrayList<>();
        try {
            for (Step step : attack.steps()) {
                String text = spelled(step.action().text(), words);
                written.append(text).append('\n');
                if (step.isAdversary()) {
                    seen.add(new Seen(step, ownWords(text), adversary(step, text, twin, words)));
                } else if (step.as().equals("stranger")) {
                    seen.add(new Seen(step, text, List.of(room.asStranger(path(step, words), text))));
                } else {
                    Login login = room.actor(step.as(), twin);
                    others.add(login);
                    Reply reply = login.run(text).get(0);
                    if (reply.failed()) {
                        throw new AttackFailure(
                                attack.id() + ": the " + step.as() + " cannot run " + text + ": " + reply.error());
                    }
                    words.put(step.as() + "_connection", login.connection);
                    words.put(step.as() + "_statement", String.valueOf(login.statement));
                }
            }
        } finally {
            others.forEach(Login::close);
        }
        return seen;
    }

    private String ownWords(String text) {
        return text.contains("system.") ? written.toString() : text;
    }

    private List<Reply> adversary(Step step, String text, Twin twin, Map<String, String> words) {
        if (step.action() instanceof Step.SqlWith with) {
            try (Login login = room.adversary(twin, with.properties())) {
                return login.run(text);
            }
        }
        Login login = room.adversary(twin);
        if (step.action() instanceof Step.Message) {
            Reply reply = login.send(path(step, words), text);
            JsonNode prepared = reply.message().path("statement").path("id");
            if (prepared.isInt()) {
                words.put("prepared", prepared.asText());
            }
            return List.of(reply);
        }
        return login.run(text);
    }

    private static String path(Step step, Map<String, String> words) {
        return step.action() instanceof Step.Message message ? spelled(message.path(), words) : "/";
    }

    private static String spelled(String text, Map<String, String> words) {
        String spelled = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            spelled = spelled.replace("${" + word.getKey() + "}", word.getValue());
        }
        return spelled;
    }
}
