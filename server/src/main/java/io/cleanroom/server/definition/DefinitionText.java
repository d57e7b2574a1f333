package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.SharedTable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The definition of a collaboration in parts, in a fixed order. Every reader sees the same parts with the same hashes: a
 * part that is private to its owner (source, columns and rule of a table) shows others its hash and, in comments, what is
 * granted. {@code sha256} is that of the parts' hashes, one a line, so that two members can compare what they agreed on
 * without showing each other more.
 */
public record DefinitionText(List<Part> parts, Sha256 sha256) {
    /**
     * One or more statements of one member.
     *
     * @param text as the reader may see it
     * @param sha256 of the whole text, whatever the reader may see
     */
    public record Part(Name member, String text, Sha256 sha256) {}

    public DefinitionText {
        parts = List.copyOf(parts);
    }

    /** Identifies what was agreed, the same for every reader. */
    public static Sha256 hash(Room room) {
        return of(room, room.collaboration().memberships().get(0).member()).sha256();
    }

    /** For a member that takes part; one that is only invited sees who takes part and no more. */
    static DefinitionText of(Room room, Name reader) {
        List<Part> parts = new ArrayList<>();
        Name creator = room.collaboration().memberships().get(0).member();
        add(parts, creator, Canonical.text(room.collaboration()));
        for (Membership membership : room.collaboration().memberships()) {
            if (membership.status() == Membership.Status.ACTIVE
                    && !membership.member().equals(creator)) {
                String name = room.collaboration().name().sql();
                add(parts, membership.member(), "JOIN COLLABORATION " + name + ";");
            }
        }
        int open = parts.size();
        room.tables().forEach(table -> parts.add(part(table, reader)));
        for (AnalysisTemplate template : room.templates()) {
            add(parts, template.author(), Canonical.text(template));
        }
        for (Approval approval : room.approvals()) {
            add(parts, approval.owner(), text(approval));
        }
        Sha256 whole = Sha256.of(parts.stream().map(p -> p.sha256().hex()).collect(Collectors.joining("\n")));
        boolean active = room.collaboration()
                .membership(reader)
                .filter(m -> m.status() == Membership.Status.ACTIVE)
                .isPresent();
        return new DefinitionText(active ? parts : parts.subList(0, open), whole);
    }

    private static void add(List<Part> parts, Name member, String text) {
        parts.add(new Part(member, text, Sha256.of(text)));
    }

    private static Part part(SharedTable shared, Name reader) {
        ConfiguredTable table = shared.table();
        String text = Canonical.text(table) + "\n-- columns: " + columns(table.columns())
                + table.rule()
                        .map(rule -> "\n" + Canonical.text(table.name(), rule))
                        .orElse("")
                + shared.budgets().stream()
                        .map(budget -> "\n" + Canonical.text(table.name(), budget))
                        .collect(Collectors.joining())
                + "\n" + Canonical.text(shared.association());
        boolean own = shared.owner().equals(reader);
        return new Part(shared.owner(), own ? text : publicText(shared), Sha256.of(text));
    }

    /** A table as a member may read it. */
    static String of(SharedTable shared, Name reader) {
        return part(shared, reader).text();
    }

    private static String columns(List<Column> columns) {
        return columns.stream().map(c -> c.name().sql() + " " + c.type().sql()).collect(Collectors.joining(", "));
    }

    private static String publicText(SharedTable shared) {
        String alias = shared.alias().sql();
        String head = "-- " + alias + ": a table of " + shared.owner().sql()
                + "; its source, and columns that are not granted, are known to its owner\n";
        return head
                + shared.table()
                        .rule()
                        .map(rule -> publicText(shared, rule)
                                .lines()
                                .map(line -> "-- " + line)
                                .collect(Collectors.joining("\n")))
                        .orElse("-- no analysis rule");
    }

    private static String publicText(SharedTable shared, AnalysisRule rule) {
        Grants grants = new Grants(rule);
        String granted = columns(shared.table().columns().stream()
                .filter(c -> grants.granted(c.name()))
                .toList());
        String text = Canonical.text(shared.alias(), rule)
                .lines()
                .map(line -> publicLine(line, rule, grants))
                .collect(Collectors.joining("\n"));
        String receivers = shared.receivers().isEmpty()
                ? ""
                : "\nresult receivers: "
                        + shared.receivers().stream().map(Name::sql).collect(Collectors.joining(", "));
        String budgets = shared.budgets().stream()
                .map(budget -> "\naccess budget: " + budget.sql())
                .collect(Collectors.joining());
        return "columns: " + granted + "\n" + text + budgets + receivers;
    }

    /** A line of a rule's text; a constraint stands on one of its own. */
    private static String publicLine(String line, AnalysisRule rule, Grants grants) {
        String clause = line.strip().replaceFirst("(,|\\);)$", "");
        for (OutputConstraint constraint : rule.constraints()) {
            if (clause.equals(constraint.sql())) {
                return line.replace(clause, grants.publicText(constraint));
            }
        }
        return line;
    }

    private static String text(Approval approval) {
        return "APPROVE ANALYSIS TEMPLATE " + approval.collaboration().sql() + "."
                + approval.template().sql() + " HASH '" + approval.hash() + "'"
                + approval.expires()
                        .map(end -> " EXPIRES DATE '"
                                + LocalDate.ofInstant(end, ZoneOffset.UTC).minusDays(1) + "'")
                        .orElse("")
                + approval.maximumRuns().map(runs -> " MAX RUNS " + runs).orElse("")
                + (approval.runners().isEmpty()
                        ? ""
                        : approval.runners().stream()
                                .map(Name::sql)
                                .collect(Collectors.joining(", ", " RUNNERS (", ")")))
                + ";";
    }
}
