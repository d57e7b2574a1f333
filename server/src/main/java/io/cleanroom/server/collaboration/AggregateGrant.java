package io.cleanroom.server.collaboration;

import java.util.Optional;

/** One entry of AGGREGATE COLUMNS: the function that may be applied to the bare column; no column means {@code COUNT(*)}. */
public record AggregateGrant(Function function, Optional<Name> column) {
    /** The functions that an owner can grant; those marked as selecting show single values and are warned about. */
    public enum Function {
        COUNT("COUNT", false, false),
        COUNT_DISTINCT("COUNT", true, false),
        SUM("SUM", false, false),
        SUM_DISTINCT("SUM", true, false),
        AVG("AVG", false, false),
        MIN("MIN", false, true),
        MAX("MAX", false, true),
        STDDEV("STDDEV", false, true),
        VARIANCE("VARIANCE", false, true),
        APPROX_COUNT_DISTINCT("APPROX_COUNT_DISTINCT", false, true),
        MEDIAN("MEDIAN", false, true),
        PERCENTILE("PERCENTILE", false, true);

        private final String sqlName;
        private final boolean distinct;
        private final boolean risky;

        Function(String sqlName, boolean distinct, boolean risky) {
            this.sqlName = sqlName;
            this.distinct = distinct;
            this.risky = risky;
        }

        public String sqlName() {
            return sqlName;
        }

        public boolean distinct() {
            return distinct;
        }

        /** Whether granting it deserves a warning: one person's value can be the answer. */
        public boolean risky() {
            return risky;
        }
    }

    /** As written in the rule, for example {@code COUNT(DISTINCT hashed_email)}. */
    public String sql() {
        return function.sqlName() + "(" + (function.distinct() ? "DISTINCT " : "")
                + column.map(Name::sql).orElse("*") + ")";
    }
}
