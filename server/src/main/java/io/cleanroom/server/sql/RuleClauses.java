package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.LogicalOperator;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.collaboration.QueryAccess;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Collects the clauses of SET ANALYSIS RULE in any order and makes the rule, or says which clause is wrong or missing. */
public final class RuleClauses {
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "AGGREGATION",
            Set.of(
                    "JOIN COLUMNS",
                    "DIMENSION COLUMNS",
                    "AGGREGATE COLUMNS",
                    "SCALAR FUNCTIONS",
                    "JOIN REQUIRED",
                    "JOIN OPERATORS",
                    "TEMPLATES ONLY",
                    "WITHOUT MINIMUM"),
            "LIST",
            Set.of("JOIN COLUMNS", "LIST COLUMNS", "JOIN OPERATORS", "TEMPLATES ONLY"),
            "CUSTOM",
            Set.of(
                    "TEMPLATES ONLY",
                    "QUERIES BY",
                    "DISALLOWED OUTPUT COLUMNS",
                    "IDENTITY COLUMN",
                    "COMPARISONS WITH LITERALS",
                    "COMPARISONS WITH COLUMNS",
                    "WITHOUT MINIMUM"));

    private final Map<String, List<Name>> named = new LinkedHashMap<>();
    private final List<OutputConstraint> constraints = new ArrayList<>();
    private List<AggregateGrant> grants = List.of();
    private List<String> functions = List.of();
    private Set<LogicalOperator> operators = Set.of();

    public void names(SqlParserPos pos, String clause, List<Name> names) {
        if (named.put(clause, names) != null) {
            throw wrong(pos, clause + " is given twice");
        }
        if (new TreeSet<>(names).size() < names.size()) {
            throw wrong(pos, clause + " names a column or member twice");
        }
    }

    public void flag(SqlParserPos pos, String clause) {
        names(pos, clause, List.of());
    }

    public void aggregateColumns(SqlParserPos pos, List<AggregateGrant> written) {
        flag(pos, "AGGREGATE COLUMNS");
        grants = written;
    }

    public void scalarFunctions(SqlParserPos pos, List<String> written) {
        flag(pos, "SCALAR FUNCTIONS");
        functions = written;
    }

    public void joinOperators(SqlParserPos pos, Set<LogicalOperator> written) {
        flag(pos, "JOIN OPERATORS");
        operators = written;
    }

    public void identityColumn(SqlParserPos pos, Name column) {
        names(pos, "IDENTITY COLUMN", List.of(column));
    }

    public void constraint(OutputConstraint constraint) {
        constraints.add(constraint);
    }

    public static AggregateGrant grant(SqlParserPos pos, String function, boolean distinct, @Nullable Name column) {
        String name = function.toUpperCase(Locale.ROOT);
        if (column == null && (!name.equals("COUNT") || distinct)) {
            throw wrong(pos, "only COUNT can be granted on *. Provided: " + name + "(*)");
        }
        return Arrays.stream(AggregateGrant.Function.values())
                .filter(f -> f.sqlName().equals(name) && f.distinct() == distinct)
                .findFirst()
                .map(f -> new AggregateGrant(f, Optional.ofNullable(column)))
                .orElseThrow(() -> wrong(
                        pos,
                        "AGGREGATE COLUMNS takes "
                                + Arrays.stream(AggregateGrant.Function.values())
                                        .map(f -> f.sqlName() + (f.distinct() ? "(DISTINCT column)" : "(column)"))
                                        .collect(Collectors.joining(", "))
                                + " and COUNT(*). Provided: " + name + (distinct ? "(DISTINCT ...)" : "(...)")));
    }

    /** The rule, complete and consistent in itself; that its columns exist is for the definitions to check. */
    public AnalysisRule rule(String written, SqlParserPos pos) {
        String type = written.toUpperCase(Locale.ROOT);
        Set<String> allowed = ALLOWED.getOrDefault(type, Set.of());
        for (String clause : named.keySet()) {
            if (!allowed.contains(clause)) {
                throw wrong(
                        pos,
                        clause + " is not part of a rule of type " + type + ", which takes "
                                + allowed.stream().sorted().collect(Collectors.joining(", "))
                                + " and MINIMUM n DISTINCT column");
            }
        }
        checkMinimum(type, pos);
        return switch (type) {
            case "AGGREGATION" ->
                new AnalysisRule.Aggregation(
                        list("JOIN COLUMNS"),
                        list("DIMENSION COLUMNS"),
                        grants,
                        functions,
                        named.containsKey("JOIN REQUIRED"),
                        joinOperators(),
                        access(),
                        constraints);
            case "LIST" ->
                new AnalysisRule.ListRule(
                        list("JOIN COLUMNS"), list("LIST COLUMNS"), joinOperators(), access(), constraints);
            default ->
                new AnalysisRule.Custom(
                        access(),
                        list("DISALLOWED OUTPUT COLUMNS"),
                        list("IDENTITY COLUMN").stream().findFirst(),
                        Optional.ofNullable(named.get("COMPARISONS WITH LITERALS")),
                        Optional.ofNullable(named.get("COMPARISONS WITH COLUMNS")),
                        constraints);
        };
    }

    private void checkMinimum(String type, SqlParserPos pos) {
        boolean without = named.containsKey("WITHOUT MINIMUM");
        if (type.equals("LIST")) {
            return;
        }
        if (without && !constraints.isEmpty()) {
            throw wrong(pos, "a rule says MINIMUM or WITHOUT MINIMUM, not both");
        } else if (!without && constraints.isEmpty()) {
            throw wrong(
                    pos,
                    "a rule of type " + type + " needs MINIMUM n DISTINCT column, for example MINIMUM 100 DISTINCT "
                            + "hashed_email; to release groups of any size say WITHOUT MINIMUM");
        }
    }

    private QueryAccess access() {
        if (named.containsKey("TEMPLATES ONLY")) {
            if (named.containsKey("QUERIES BY")) {
                throw new Problem(
                        Code.INVALID_DEFINITION, "a rule says TEMPLATES ONLY or QUERIES BY (member, ...), not both");
            }
            return new QueryAccess.TemplatesOnly();
        }
        return named.containsKey("QUERIES BY")
                ? new QueryAccess.TrustedMembers(new TreeSet<>(list("QUERIES BY")))
                : new QueryAccess.Direct();
    }

    private Set<LogicalOperator> joinOperators() {
        EnumSet<LogicalOperator> all = EnumSet.of(LogicalOperator.AND);
        all.addAll(operators);
        return all;
    }

    private List<Name> list(String clause) {
        return named.getOrDefault(clause, List.of());
    }

    private static Problem wrong(SqlParserPos pos, String what) {
        return new Problem(
                Code.INVALID_DEFINITION, what + " (line " + pos.getLineNum() + ", column " + pos.getColumnNum() + ")");
    }
}
