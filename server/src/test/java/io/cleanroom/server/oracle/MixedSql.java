package io.cleanroom.server.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** One way to write a question: names, order, case, blanks. What it means does not depend on it. */
final class MixedSql {
    private static final Set<String> OF_PEOPLE = Set.of("cohort", "value");

    private final Random random;
    private final boolean plain;
    private final String visits;
    private final String people;
    private final boolean qualified;
    private final boolean quoted;

    private MixedSql(Random random, boolean plain) {
        this.random = random;
        this.plain = plain;
        this.visits = plain ? "v" : one(List.of("v", "visits", "t1", "\"V x\""));
        this.people = plain ? "a" : one(List.of("a", "audience", "t2", "\"a.b\""));
        this.qualified = plain || random.nextBoolean();
        this.quoted = !plain && random.nextInt(3) == 0;
    }

    static MixedSql plain() {
        return new MixedSql(new Random(0), true);
    }

    static MixedSql of(Random random) {
        return new MixedSql(random, false);
    }

    /** The first if plain. */
    <T> T one(List<T> of) {
        return plain ? of.get(0) : of.get(random.nextInt(of.size()));
    }

    <T> List<T> shuffled(List<T> list) {
        List<T> all = new ArrayList<>(list);
        if (!plain) {
            Collections.shuffle(all, random);
        }
        return all;
    }

    String visits() {
        return visits;
    }

    String people() {
        return people;
    }

    String as() {
        return one(List.of(" AS ", " "));
    }

    String column(String name) {
        String written = quoted || name.equals("value") ? '"' + name + '"' : name;
        boolean ofBoth = name.equals("hashed_email");
        return qualified || ofBoth ? (OF_PEOPLE.contains(name) ? people : visits) + "." + written : written;
    }

    String equal(String left, String right) {
        return one(List.of(left + " = " + right, right + " = " + left));
    }

    /** Case and blanks, outside of what is quoted. */
    String spread(String sql) {
        if (plain) {
            return sql;
        }
        boolean lower = random.nextBoolean();
        StringBuilder text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                text.append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                text.append(c);
            } else if (c == ' ') {
                text.append(one(List.of(" ", " ", "\n", "\t", " /* it's */ ", " -- \"\n")));
            } else {
                text.append(lower ? String.valueOf(c).toLowerCase(Locale.ROOT) : c);
            }
        }
        return text.append(one(List.of("", ";", "\n"))).toString();
    }
}
