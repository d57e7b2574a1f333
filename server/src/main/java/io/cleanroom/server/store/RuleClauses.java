package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.LogicalOperator;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.collaboration.QueryAccess;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Analysis rules as rows, one a word: what is written is read back equal, in the owner's order. */
final class RuleClauses {
    private enum Clause {
        JOIN_COLUMN,
        DIMENSION_COLUMN,
        AGGREGATE_COLUMN,
        SCALAR_FUNCTION,
        LIST_COLUMN,
        DISALLOWED_OUTPUT_COLUMN,
        IDENTITY_COLUMN,
        JOIN_REQUIRED,
        JOIN_OPERATOR,
        TEMPLATES_ONLY,
        TRUSTED_MEMBERS,
        TRUSTED_MEMBER,
        /** Present if comparisons are limited at all. */
        COMPARISONS_WITH_LITERALS,
        COMPARABLE_WITH_LITERALS,
        COMPARISONS_WITH_COLUMNS,
        COMPARABLE_WITH_COLUMNS,
        MINIMUM
    }

    private record Row(Clause clause, Optional<String> argument, Optional<String> function, int amount) {}

    private final Handle handle;

    RuleClauses(Handle handle) {
        this.handle = handle;
    }

    void replace(Name owner, Name table, AnalysisRule rule) {
        handle.execute("DELETE FROM rule_clauses WHERE owner = ? AND table_name = ?", owner.text(), table.text());
        int position = 0;
        for (Row row : rows(rule)) {
            handle.execute(
                    "INSERT INTO rule_clauses (owner, table_name, position, clause, argument, function_name, amount)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    owner.text(),
                    table.text(),
                    position++,
                    row.clause().name(),
                    row.argument().orElse(null),
                    row.function().orElse(null),
                    row.amount());
        }
    }

    AnalysisRule read(Name owner, Name table, String type) {
        List<Row> rows = handle.createQuery(
                        "SELECT * FROM rule_clauses WHERE owner = :owner AND table_name = :table ORDER BY position")
                .bind("owner", owner.text())
                .bind("table", table.text())
                .map((row, context) -> new Row(
                        Clause.valueOf(row.getString("clause")),
                        Optional.ofNullable(row.getString("argument")),
                        Optional.ofNullable(row.getString("function_name")),
                        row.getInt("amount")))
                .list();
        return switch (type) {
            case "AGGREGATION" ->
                new AnalysisRule.Aggregation(
                        names(rows, Clause.JOIN_COLUMN),
                        names(rows, Clause.DIMENSION_COLUMN),
                        aggregates(rows),
                        arguments(rows, Clause.SCALAR_FUNCTION),
                        has(rows, Clause.JOIN_REQUIRED),
                        operators(rows),
                        access(rows),
                        constraints(rows));
            case "LIST" ->
                new AnalysisRule.ListRule(
                        names(rows, Clause.JOIN_COLUMN),
                        names(rows, Clause.LIST_COLUMN),
                        operators(rows),
                        access(rows),
                        constraints(rows));
            case "CUSTOM" ->
                new AnalysisRule.Custom(
                        access(rows),
                        names(rows, Clause.DISALLOWED_OUTPUT_COLUMN),
                        names(rows, Clause.IDENTITY_COLUMN).stream().findFirst(),
                        limited(rows, Clause.COMPARISONS_WITH_LITERALS, Clause.COMPARABLE_WITH_LITERALS),
                        limited(rows, Clause.COMPARISONS_WITH_COLUMNS, Clause.COMPARABLE_WITH_COLUMNS),
                        constraints(rows));
            default -> throw new IllegalStateException("an analysis rule of type " + type);
        };
    }

    private static List<Row> rows(AnalysisRule rule) {
        List<Row> rows = new ArrayList<>();
        if (rule instanceof AnalysisRule.Aggregation aggregation) {
            names(rows, Clause.JOIN_COLUMN, aggregation.joinColumns());
            names(rows, Clause.DIMENSION_COLUMN, aggregation.dimensionColumns());
            aggregation
                    .aggregateColumns()
                    .forEach(grant -> rows.add(new Row(
                            Clause.AGGREGATE_COLUMN,
                            grant.column().map(Name::text),
                            Optional.of(grant.function().name()),
                            0)));
            aggregation.scalarFunctions().forEach(f -> rows.add(row(Clause.SCALAR_FUNCTION, f)));
            if (aggregation.joinRequired()) {
                rows.add(row(Clause.JOIN_REQUIRED));
            }
            operators(rows, aggregation.joinOperators());
        } else if (rule instanceof AnalysisRule.ListRule list) {
            names(rows, Clause.JOIN_COLUMN, list.joinColumns());
            names(rows, Clause.LIST_COLUMN, list.listColumns());
            operators(rows, list.joinOperators());
        } else if (rule instanceof AnalysisRule.Custom custom) {
            names(rows, Clause.DISALLOWED_OUTPUT_COLUMN, custom.disallowedOutputColumns());
            custom.identityColumn().ifPresent(c -> rows.add(row(Clause.IDENTITY_COLUMN, c.text())));
            custom.comparisonsWithLiterals().ifPresent(columns -> {
                rows.add(row(Clause.COMPARISONS_WITH_LITERALS));
                names(rows, Clause.COMPARABLE_WITH_LITERALS, columns);
            });
            custom.comparisonsWithColumns().ifPresent(columns -> {
                rows.add(row(Clause.COMPARISONS_WITH_COLUMNS));
                names(rows, Clause.COMPARABLE_WITH_COLUMNS, columns);
            });
        }
        if (rule.access() instanceof QueryAccess.TemplatesOnly) {
            rows.add(row(Clause.TEMPLATES_ONLY));
        } else if (rule.access() instanceof QueryAccess.TrustedMembers trusted) {
            rows.add(row(Clause.TRUSTED_MEMBERS));
            names(rows, Clause.TRUSTED_MEMBER, trusted.members());
        }
        rule.constraints()
                .forEach(c -> rows.add(
                        new Row(Clause.MINIMUM, Optional.of(c.column().text()), Optional.empty(), c.minimum())));
        return rows;
    }

    private static Row row(Clause clause) {
        return new Row(clause, Optional.empty(), Optional.empty(), 0);
    }

    private static Row row(Clause clause, String argument) {
        return new Row(clause, Optional.of(argument), Optional.empty(), 0);
    }

    private static void names(List<Row> rows, Clause clause, Iterable<Name> names) {
        names.forEach(name -> rows.add(row(clause, name.text())));
    }

    private static void operators(List<Row> rows, Set<LogicalOperator> operators) {
        operators.stream().sorted().forEach(o -> rows.add(row(Clause.JOIN_OPERATOR, o.name())));
    }

    private static boolean has(List<Row> rows, Clause clause) {
        return rows.stream().anyMatch(row -> row.clause() == clause);
    }

    private static List<String> arguments(List<Row> rows, Clause clause) {
        return rows.stream()
                .filter(row -> row.clause() == clause)
                .flatMap(row -> row.argument().stream())
                .toList();
    }

    private static List<Name> names(List<Row> rows, Clause clause) {
        return arguments(rows, clause).stream().map(Name::of).toList();
    }

    private static Optional<List<Name>> limited(List<Row> rows, Clause limit, Clause column) {
        return has(rows, limit) ? Optional.of(names(rows, column)) : Optional.empty();
    }

    private static List<AggregateGrant> aggregates(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.clause() == Clause.AGGREGATE_COLUMN)
                .map(row -> new AggregateGrant(
                        AggregateGrant.Function.valueOf(row.function().orElseThrow()),
                        row.argument().map(Name::of)))
                .toList();
    }

    private static Set<LogicalOperator> operators(List<Row> rows) {
        EnumSet<LogicalOperator> operators = EnumSet.noneOf(LogicalOperator.class);
        arguments(rows, Clause.JOIN_OPERATOR).forEach(o -> operators.add(LogicalOperator.valueOf(o)));
        return operators;
    }

    private static QueryAccess access(List<Row> rows) {
        if (has(rows, Clause.TEMPLATES_ONLY)) {
            return new QueryAccess.TemplatesOnly();
        }
        return has(rows, Clause.TRUSTED_MEMBERS)
                ? new QueryAccess.TrustedMembers(new TreeSet<>(names(rows, Clause.TRUSTED_MEMBER)))
                : new QueryAccess.Direct();
    }

    private static List<OutputConstraint> constraints(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.clause() == Clause.MINIMUM)
                .map(row -> new OutputConstraint(Name.of(row.argument().orElseThrow()), row.amount()))
                .toList();
    }
}
