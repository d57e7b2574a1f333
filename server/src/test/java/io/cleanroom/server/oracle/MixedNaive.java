package io.cleanroom.server.oracle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers a question under CUSTOM rules by looking at every line, in the plainest way there is. */
final class MixedNaive {
    private final MixedRows rows;
    private final int minimum;

    MixedNaive(MixedRows rows, int minimum) {
        this.rows = rows;
        this.minimum = minimum;
    }

    List<List<@Nullable Object>> answer(MixedAsk ask) {
        Map<List<@Nullable Object>, List<MixedLine>> groups = new LinkedHashMap<>();
        for (MixedLine line : lines(ask)) {
            if (ask.where().stream().allMatch(c -> Boolean.TRUE.equals(c.of(line)))) {
                List<@Nullable Object> keys = new ArrayList<>();
                ask.keys().forEach(k -> keys.add(k.of(line)));
                groups.computeIfAbsent(keys, k -> new ArrayList<>()).add(line);
            }
        }
        List<List<@Nullable Object>> answer = new ArrayList<>();
        groups.forEach((keys, lines) -> {
            if (isReleased(ask, lines)) {
                List<@Nullable Object> row = new ArrayList<>(keys);
                ask.calls().forEach(call -> row.add(value(call, lines)));
                answer.add(row);
            }
        });
        return answer;
    }

    private static List<String> people(MixedAsk.Shape shape) {
        return switch (shape) {
            case VISITS, WINDOWS -> List.of(MixedLine.VISITOR);
            case UNION -> List.of(MixedLine.VISITOR, MixedLine.OLD_VISITOR);
            case JOINED, LEFT, SEMI -> List.of(MixedLine.VISITOR, MixedLine.MEMBER);
        };
    }

    private boolean isReleased(MixedAsk ask, List<MixedLine> lines) {
        return people(ask.shape()).stream()
                .allMatch(people -> number(people, lines, l -> true) >= minimum
                        && ask.calls().stream().allMatch(call -> branchesAreFilled(people, call, lines)));
    }

    /** Whoever a condition sets apart, and everybody else, are nobody or enough. */
    private boolean branchesAreFilled(String people, MixedAsk.Call call, List<MixedLine> lines) {
        MixedCond filter = call.filter();
        MixedTerm term = call.term();
        Predicate<MixedLine> passes = l -> filter == null || Boolean.TRUE.equals(filter.of(l));
        List<Predicate<MixedLine>> groups = new ArrayList<>(List.of(passes));
        if (term != null) {
            lines.stream()
                    .map(term::whole)
                    .distinct()
                    .forEach(path ->
                            groups.add(l -> passes.test(l) && term.whole(l).equals(path)));
        }
        return groups.stream()
                .allMatch(group -> nobodyOrEnough(number(people, lines, group))
                        && nobodyOrEnough(number(people, lines, group.negate())));
    }

    private boolean nobodyOrEnough(long number) {
        return number == 0 || number >= minimum;
    }

    private static long number(String people, List<MixedLine> lines, Predicate<MixedLine> among) {
        return lines.stream()
                .filter(among)
                .map(l -> l.get(people))
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private List<MixedLine> lines(MixedAsk ask) {
        List<MixedLine> visits = rows.visits().stream().map(MixedLine::of).toList();
        List<MixedLine> audience = rows.audience().stream().map(MixedLine::of).toList();
        Predicate<MixedLine> isMember =
                a -> ask.members().map(m -> Boolean.TRUE.equals(m.of(a))).orElse(true);
        return switch (ask.shape()) {
            case VISITS -> visits;
            case WINDOWS -> windows(visits);
            case UNION -> {
                List<MixedLine> all = new ArrayList<>(visits);
                rows.old().stream()
                        .map(MixedLine::of)
                        .map(l -> l.with(MixedLine.OLD_VISITOR, l.get(MixedLine.VISITOR))
                                .with(MixedLine.VISITOR, null))
                        .forEach(all::add);
                yield all;
            }
            case JOINED ->
                joined(audience, visits, false).stream().filter(isMember).toList();
            case LEFT ->
                joined(audience, visits, true).stream().filter(isMember).toList();
            case SEMI -> {
                Set<Object> keys = audience.stream()
                        .filter(isMember)
                        .map(a -> a.get(MixedLine.MEMBER))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
                yield visits.stream()
                        .filter(v -> v.get(MixedLine.VISITOR) != null && keys.contains(v.get(MixedLine.VISITOR)))
                        .map(v -> v.with(MixedLine.MEMBER, v.get(MixedLine.VISITOR)))
                        .toList();
            }
        };
    }

    private static List<MixedLine> joined(List<MixedLine> audience, List<MixedLine> visits, boolean keepAll) {
        List<MixedLine> all = new ArrayList<>();
        for (MixedLine person : audience) {
            List<MixedLine> matches = visits.stream()
                    .filter(v -> MixedLine.same(v.get(MixedLine.VISITOR), person.get(MixedLine.MEMBER)))
                    .toList();
            matches.forEach(v -> all.add(v.and(person)));
            if (keepAll && matches.isEmpty()) {
                all.add(person);
            }
        }
        return all;
    }

    private static List<MixedLine> windows(List<MixedLine> visits) {
        Map<String, List<MixedLine>> byPerson = new HashMap<>();
        visits.forEach(v -> byPerson.computeIfAbsent(String.valueOf(v.get(MixedLine.VISITOR)), k -> new ArrayList<>())
                .add(v));
        List<MixedLine> all = new ArrayList<>();
        for (List<MixedLine> own : byPerson.values()) {
            own.sort(Comparator.comparing(v -> (BigDecimal) Objects.requireNonNull(v.get("visit_id"))));
            BigDecimal most = own.stream()
                    .map(v -> (BigDecimal) Objects.requireNonNull(v.get("amount")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            for (int i = 0; i < own.size(); i++) {
                all.add(own.get(i)
                        .with("nth", BigDecimal.valueOf(i + 1L))
                        .with("visits", BigDecimal.valueOf(own.size()))
                        .with("most", most));
            }
        }
        return all;
    }

    private static @Nullable Object value(MixedAsk.Call call, List<MixedLine> lines) {
        MixedCond filter = call.filter();
        List<Object> values = new ArrayList<>();
        for (MixedLine line : lines) {
            if (filter == null || Boolean.TRUE.equals(filter.of(line))) {
                Object value = call.term() != null
                        ? call.term().of(line)
                        : call.counted() != null ? line.get(call.counted()) : (Object) "";
                if (value != null) {
                    values.add(value instanceof BigDecimal number ? number.stripTrailingZeros() : value);
                }
            }
        }
        if (call.distinct()) {
            values = new ArrayList<>(new HashSet<>(values));
        }
        if (call.function() == MixedAsk.Function.COUNT) {
            return BigDecimal.valueOf(values.size());
        }
        List<BigDecimal> numbers = values.stream().map(BigDecimal.class::cast).toList();
        if (numbers.isEmpty()) {
            return null;
        }
        BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return switch (call.function()) {
            case SUM -> sum;
            case AVG -> sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL128);
            case MIN -> numbers.stream().min(Comparator.naturalOrder()).orElseThrow();
            case MAX -> numbers.stream().max(Comparator.naturalOrder()).orElseThrow();
            case COUNT -> throw new IllegalStateException("counted above");
        };
    }
}
