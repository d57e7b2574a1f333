package io.cleanroom.server.oracle;

import io.cleanroom.server.oracle.MixedAsk.Call;
import io.cleanroom.server.oracle.MixedAsk.Function;
import io.cleanroom.server.oracle.MixedAsk.GroupKey;
import io.cleanroom.server.oracle.MixedAsk.Shape;
import io.cleanroom.server.oracle.MixedAsk.Wrong;
import io.cleanroom.server.oracle.MixedTerm.Calculation;
import io.cleanroom.server.oracle.MixedTerm.Choice;
import io.cleanroom.server.oracle.MixedTerm.Column;
import io.cleanroom.server.oracle.MixedTerm.Constant;
import io.cleanroom.server.oracle.MixedTerm.OrElse;
import io.cleanroom.server.oracle.MixedTerm.Unless;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes random questions to tables with CUSTOM rules. */
public final class CustomAsks {
    private static final List<Wrong> WRONGS = List.of(
            new Wrong(Wrong.Place.CONDITION, "{v}.hashed_email = 'key-1'"),
            new Wrong(Wrong.Place.CONDITION, "{v}.hashed_email LIKE 'key%'"),
            new Wrong(Wrong.Place.CONDITION, "{v}.hashed_email NOT IN (SELECT hashed_email FROM advertiser_audience)"),
            new Wrong(Wrong.Place.CONDITION, "{v}.amount > (SELECT AVG(amount) FROM retailer_visits)"),
            new Wrong(Wrong.Place.CONDITION, "{v}.hashed_email IN (SELECT MIN(hashed_email) FROM advertiser_audience)"),
            new Wrong(Wrong.Place.KEY, "{v}.hashed_email"),
            new Wrong(Wrong.Place.KEY, "{v}.age"),
            new Wrong(Wrong.Place.KEY, "{v}.age + {v}.minutes"),
            new Wrong(Wrong.Place.KEY, "UPPER({v}.hashed_email)"),
            new Wrong(Wrong.Place.CALL, "MAX({v}.hashed_email)"),
            new Wrong(Wrong.Place.CALL, "SUM({v}.age)"),
            new Wrong(Wrong.Place.CALL, "SUM(SIGN({v}.minutes - 5))"),
            new Wrong(Wrong.Place.CALL, "COUNT(1 / ({v}.minutes - 5))"),
            new Wrong(Wrong.Place.CALL, "COUNT(DISTINCT {v}.hashed_email || {v}.region)"),
            new Wrong(Wrong.Place.CALL, "SUM(CASE WHEN {v}.age > 40 THEN 1 ELSE 0 END)"));

    private final Random random;

    public CustomAsks(Random random) {
        this.random = random;
    }

    /** The next question that every rule of the room lets pass, in its plainest form. */
    public String allowed() {
        MixedAsk ask = next();
        while (ask.wrong().isPresent()) {
            ask = next();
        }
        return ask.sql(MixedSql.plain());
    }

    MixedAsk next() {
        Shape shape = one(List.of(Shape.values()));
        boolean audience = shape == Shape.JOINED || shape == Shape.LEFT;
        List<MixedCond> where = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            where.add(condition(2));
        }
        if (shape == Shape.WINDOWS && random.nextBoolean()) {
            where.add(new MixedCond.Beyond("nth", 1 + random.nextInt(3), false));
        }
        Optional<MixedCond> members = shape == Shape.SEMI || (audience && random.nextBoolean())
                ? Optional.of(
                        random.nextBoolean()
                                ? new MixedCond.OneOf("cohort", List.of("x", "y"))
                                : new MixedCond.Beyond("value", random.nextInt(6), true))
                : Optional.empty();
        List<GroupKey> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            GroupKey key = key(shape, audience);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        List<Call> calls = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            calls.add(call(shape, audience));
        }
        Optional<Wrong> wrong = random.nextInt(5) == 0 ? Optional.of(one(WRONGS)) : Optional.empty();
        return new MixedAsk(shape, where, members, keys, calls, wrong);
    }

    private GroupKey key(Shape shape, boolean audience) {
        if (audience && random.nextInt(3) == 0) {
            return new GroupKey("cohort", null);
        }
        if (shape == Shape.WINDOWS && random.nextInt(3) == 0) {
            return new GroupKey(one(List.of("nth", "visits")), null);
        }
        return random.nextInt(4) == 0
                ? new GroupKey("", condition(1))
                : new GroupKey(one(List.of("region", "region", "online", "visit_date")), null);
    }

    private Call call(Shape shape, boolean audience) {
        MixedCond filter = random.nextInt(5) == 0 ? condition(1) : null;
        return switch (random.nextInt(8)) {
            case 0 -> new Call(Function.COUNT, false, null, null, filter);
            case 1 ->
                new Call(Function.COUNT, true, null, one(List.of("hashed_email", "region", "visit_date")), filter);
            case 2 -> {
                boolean distinct = random.nextBoolean();
                MixedTerm term = term(shape, audience);
                // A count of what is never NULL is a count of lines, without a branch.
                boolean choice = term instanceof OrElse || term instanceof Choice;
                yield new Call(
                        Function.COUNT, distinct, choice && !distinct ? column(shape, audience) : term, null, filter);
            }
            case 3 -> new Call(one(List.of(Function.MIN, Function.MAX)), false, term(shape, audience), null, filter);
            case 4 -> new Call(Function.AVG, false, term(shape, audience), null, filter);
            case 5 -> new Call(Function.SUM, true, column(shape, audience), null, filter);
            default -> new Call(Function.SUM, false, term(shape, audience), null, filter);
        };
    }

    private Column column(Shape shape, boolean audience) {
        if (shape == Shape.WINDOWS && random.nextInt(3) == 0) {
            return new Column(one(List.of("nth", "visits", "most")));
        }
        return audience && random.nextInt(4) == 0 ? new Column("value") : number();
    }

    private Column number() {
        return new Column(one(List.of("minutes", "minutes", "amount")));
    }

    /** Such as a rewrite can count the people of: one condition at most, and no window or column of another owner in a calculation. */
    private MixedTerm term(Shape shape, boolean audience) {
        return switch (random.nextInt(7)) {
            case 0 -> new Choice(condition(1), simple(), random.nextBoolean() ? new Constant(0) : null);
            case 1 -> new OrElse(number(), new Constant(random.nextInt(9)));
            case 2 -> new Unless(number(), new Constant(random.nextInt(60)));
            case 3 -> new Calculation('*', new Unless(number(), new Constant(random.nextInt(60))), new Constant(3));
            case 4 -> new Calculation(one(List.of('+', '-', '*')), number(), number());
            case 5 -> new Calculation(one(List.of('+', '*', '/')), number(), new Constant(1 + random.nextInt(9)));
            default -> column(shape, audience);
        };
    }

    private MixedTerm simple() {
        return random.nextBoolean() ? number() : new Calculation('*', number(), new Constant(2));
    }

    private MixedCond condition(int depth) {
        return switch (random.nextInt(depth > 1 ? 7 : 5)) {
            case 0 -> new MixedCond.Beyond(one(List.of("minutes", "amount")), random.nextInt(90), random.nextBoolean());
            case 1 -> new MixedCond.Between("minutes", 10 + random.nextInt(20), 30 + random.nextInt(50));
            case 2 -> new MixedCond.OneOf("region", List.of("N", one(List.of("S", "E", MixedRows.RARE))));
            case 3 -> new MixedCond.Known("minutes", random.nextInt(3) > 0);
            case 4 -> new MixedCond.Online(random.nextBoolean());
            default -> new MixedCond.All(List.of(condition(1), condition(1)), random.nextBoolean());
        };
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
