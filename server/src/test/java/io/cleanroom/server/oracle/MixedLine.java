package io.cleanroom.server.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A line of a join of visits and people, by column; what has no match is not there. */
record MixedLine(Map<String, @Nullable Object> values) {
    /** The people that each table's minimum counts, each under a name of its own. */
    static final String VISITOR = "visitor";

    static final String OLD_VISITOR = "old visitor";
    static final String MEMBER = "member";

    static MixedLine of(MixedRows.Visit visit) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(VISITOR, visit.key());
        values.put("hashed_email", visit.key());
        values.put("visit_id", BigDecimal.valueOf(visit.id()));
        values.put("region", visit.region());
        values.put("visit_date", LocalDate.of(2026, 1, 1).plusDays(visit.day()));
        values.put("minutes", visit.minutes() == null ? null : BigDecimal.valueOf(visit.minutes()));
        values.put("amount", new BigDecimal(visit.amount()));
        values.put("online", visit.online());
        return new MixedLine(values);
    }

    static MixedLine of(MixedRows.Person person) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(MEMBER, person.key());
        values.put("cohort", person.group());
        values.put("value", BigDecimal.valueOf(person.number()));
        return new MixedLine(values);
    }

    @Nullable
    Object get(String column) {
        return values.get(column);
    }

    MixedLine and(MixedLine other) {
        Map<String, @Nullable Object> all = new HashMap<>(values);
        all.putAll(other.values);
        return new MixedLine(all);
    }

    MixedLine with(String column, @Nullable Object value) {
        Map<String, @Nullable Object> all = new HashMap<>(values);
        all.put(column, value);
        return new MixedLine(all);
    }

    /** Where an equality of the two holds. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        return a != null && Objects.equals(a, b);
    }
}
