package io.cleanroom.server.collaboration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The one spelling of each definition: the statement that creates it, names in lower case, fixed order and white space.
 * Equal definitions have equal text, so their SHA-256 identifies them.
 */
public final class Canonical {
    private Canonical() {}

    public static String text(Member member) {
        return "CREATE MEMBER " + member.name().sql() + " DATA LOCATION " + literal(member.dataLocation())
                + " RESULT LOCATION " + literal(member.resultLocation()) + ";";
    }

    public static String text(Collaboration collaboration) {
        return "CREATE COLLABORATION " + collaboration.name().sql() + " (\n"
                + collaboration.memberships().stream()
                        .map(m -> "  MEMBER " + m.member().sql() + " CAN ("
                                + m.abilities().stream()
                                        .sorted()
                                        .map(Ability::sql)
                                        .collect(Collectors.joining(", "))
                                + ")")
                        .collect(Collectors.joining(",\n"))
                + ");";
    }

    public static String text(ConfiguredTable table) {
        return "CREATE CONFIGURED TABLE " + table.name().sql() + " FROM "
                + literal(table.source().path()) + " FORMAT " + table.source().format()
                + options(table.source().options()) + ";";
    }

    private static String options(Map<String, String> options) {
        return options.isEmpty()
                ? ""
                : options.entrySet().stream()
                        .map(e -> Name.of(e.getKey()).sql() + " " + literal(e.getValue()))
                        .collect(Collectors.joining(", ", " OPTIONS (", ")"));
    }

    /** {@code ALTER CONFIGURED TABLE t SET ANALYSIS RULE ...}. */
    public static String text(Name table, AnalysisRule rule) {
        return "ALTER CONFIGURED TABLE " + table.sql() + " SET ANALYSIS RULE " + rule.type() + " (\n  "
                + String.join(",\n  ", clauses(rule)) + ");";
    }

    /** {@code ALTER CONFIGURED TABLE t SET ACCESS BUDGET ...}. */
    public static String text(Name table, AccessBudget budget) {
        return "ALTER CONFIGURED TABLE " + table.sql() + " SET ACCESS BUDGET " + budget.sql() + ";";
    }

    private static List<String> clauses(AnalysisRule rule) {
        List<String> clauses = new ArrayList<>();
        if (rule instanceof AnalysisRule.Aggregation a) {
            names(clauses, "JOIN COLUMNS", a.joinColumns());
            names(clauses, "DIMENSION COLUMNS", a.dimensionColumns());
            if (!a.aggregateColumns().isEmpty()) {
                clauses.add("AGGREGATE COLUMNS "
                        + a.aggregateColumns().stream()
                                .map(AggregateGrant::sql)
                                .collect(Collectors.joining(", ", "(", ")")));
            }
            if (!a.scalarFunctions().isEmpty()) {
                clauses.add("SCALAR FUNCTIONS (" + String.join(", ", a.scalarFunctions()) + ")");
            }
            if (a.joinRequired()) {
                clauses.add("JOIN REQUIRED");
            }
            operators(clauses, a.joinOperators());
        } else if (rule instanceof AnalysisRule.ListRule l) {
            names(clauses, "JOIN COLUMNS", l.joinColumns());
            names(clauses, "LIST COLUMNS", l.listColumns());
            operators(clauses, l.joinOperators());
        } else if (rule instanceof AnalysisRule.Custom c) {
            names(clauses, "DISALLOWED OUTPUT COLUMNS", c.disallowedOutputColumns());
            c.identityColumn().ifPresent(i -> clauses.add("IDENTITY COLUMN " + i.sql()));
            c.comparisonsWithLiterals().ifPresent(n -> clauses.add("COMPARISONS WITH LITERALS " + list(n)));
            c.comparisonsWithColumns().ifPresent(n -> clauses.add("COMPARISONS WITH COLUMNS " + list(n)));
        }
        if (rule.access() instanceof QueryAccess.TemplatesOnly) {
            clauses.add("TEMPLATES ONLY");
        } else if (rule.access() instanceof QueryAccess.TrustedMembers trusted) {
            clauses.add("QUERIES BY " + list(List.copyOf(trusted.members())));
        }
        if (rule.constraints().isEmpty() && !(rule instanceof AnalysisRule.ListRule)) {
            clauses.add("WITHOUT MINIMUM");
        }
        rule.constraints().forEach(c -> clauses.add(c.sql()));
        return clauses;
    }

    private static void operators(List<String> clauses, java.util.Set<LogicalOperator> operators) {
        if (operators.contains(LogicalOperator.OR)) {
            clauses.add("JOIN OPERATORS (AND, OR)");
        }
    }

    private static void names(List<String> clauses, String keyword, List<Name> names) {
        if (!names.isEmpty()) {
            clauses.add(keyword + " " + list(names));
        }
    }

    private static String list(List<Name> names) {
        return names.stream().map(Name::sql).collect(Collectors.joining(", ", "(", ")"));
    }

    public static String text(Association association) {
        return "ASSOCIATE CONFIGURED TABLE " + association.table().sql() + " WITH COLLABORATION "
                + association.collaboration().sql() + " AS "
                + association.alias().sql()
                + receivers(association.receivers()) + ";";
    }

    private static String receivers(SortedSet<Name> receivers) {
        return receivers.isEmpty() ? "" : " RESULT RECEIVERS " + list(List.copyOf(receivers));
    }

    public static String text(AnalysisTemplate template) {
        return "CREATE ANALYSIS TEMPLATE " + template.collaboration().sql() + "."
                + template.name().sql()
                + template.parameters().stream()
                        .map(TemplateParameter::sql)
                        .collect(Collectors.joining(", ", " (", ")"))
                + (template.description().isEmpty() ? "" : "\n  DESCRIPTION " + literal(template.description()))
                + " AS\n" + template.sql() + ";";
    }

    /**
     * What an approval is for: the template's text and parameters, and source, columns, rule and owner of every table it
     * names. A table that is not there counts as absent, so its coming changes the hash.
     */
    public static Sha256 hash(AnalysisTemplate template, Room room) {
        StringBuilder text = new StringBuilder(text(template));
        for (Name alias : template.tables()) {
            text.append("\n-- ").append(alias.sql());
            room.table(alias).ifPresent(t -> text.append('\n').append(tableState(t)));
        }
        return Sha256.of(text.toString());
    }

    private static String tableState(SharedTable shared) {
        ConfiguredTable table = shared.table();
        return table.owner().sql() + "\n" + text(shared.association()) + "\n" + text(table) + "\n"
                + table.columns().stream()
                        .map(c -> c.name().sql() + " " + c.type().sql())
                        .collect(Collectors.joining(", "))
                + "\n" + table.rule().map(r -> text(table.name(), r)).orElse("no rule");
    }

    /** In single quotes, quotes doubled. */
    public static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
