package io.cleanroom.server.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands between a definition and its first answer, each with what to do about it. */
final class Readiness {
    /** A found obstacle, or its absence, for files that have not changed since. */
    private record Seen(ConfiguredTable table, List<String> files) {}

    private final SourceResolver sources;
    private final Function<SourceFiles, SourceColumns> describe;
    private final Cache<Seen, Optional<@Nullable Object[]>> seen =
            Caffeine.newBuilder().maximumSize(1_000).build();

    Readiness(SourceResolver sources, Function<SourceFiles, SourceColumns> describe) {
        this.sources = sources;
        this.describe = describe;
    }

    /** What the definitions alone show. */
    static List<@Nullable Object[]> ofDefinitions(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ConfiguredTable table : view.ownTables()) {
            String name = table.name().sql();
            if (table.rule().isEmpty()) {
                rows.add(row(
                        null,
                        table.name(),
                        "ANALYSIS_RULE_MISSING",
                        "without a rule the table exists for nobody: ALTER CONFIGURED TABLE " + name
                                + " SET ANALYSIS RULE ..."));
            }
            if (view.transaction()
                    .associations()
                    .of(table.owner(), table.name())
                    .isEmpty()) {
                rows.add(row(
                        null,
                        table.name(),
                        "NOT_ASSOCIATED",
                        "ASSOCIATE CONFIGURED TABLE " + name + " WITH COLLABORATION ..."));
            }
        }
        if (!view.isOperator()) {
            view.collaborations().forEach(c -> membersMissing(c, rows));
        }
        for (Room room : view.rooms()) {
            receiversMissing(view, room, rows);
            budgetsUsedUp(view, room, rows);
            room.templates().forEach(template -> approvalsMissing(view, room, template, rows));
        }
        return rows;
    }

    private static void membersMissing(Collaboration collaboration, List<@Nullable Object[]> rows) {
        for (Membership membership : collaboration.memberships()) {
            if (membership.status() != Membership.Status.ACTIVE) {
                rows.add(row(
                        collaboration.name(),
                        null,
                        "MEMBER_NOT_JOINED",
                        membership.member().sql() + " is " + membership.status()
                                + ": its ADMIN runs JOIN COLLABORATION "
                                + collaboration.name().sql()));
            }
        }
    }

    private static void budgetsUsedUp(View view, Room room, List<@Nullable Object[]> rows) {
        for (SharedTable shared : room.tables()) {
            if (view.owns(shared) || shared.table().rule().isPresent()) {
                BudgetRows.usedUp(view, shared.table())
                        .forEach(budget -> rows.add(row(
                                room.collaboration().name(),
                                shared.alias(),
                                "ACCESS_BUDGET_USED_UP",
                                "the access budget " + budget + "; its owner, "
                                        + shared.owner().sql()
                                        + ", may raise it: ALTER CONFIGURED TABLE ... SET ACCESS BUDGET ...")));
            }
        }
    }

    private static void receiversMissing(View view, Room room, List<@Nullable Object[]> rows) {
        for (SharedTable shared : room.tables()) {
            if (view.owns(shared) && receivers(room, shared).isEmpty()) {
                rows.add(row(
                        room.collaboration().name(),
                        shared.alias(),
                        "RESULT_RECEIVERS_MISSING",
                        "no active member among its receivers can RECEIVE RESULTS; associate it again with other"
                                + " RESULT RECEIVERS, or wait for them to join"));
            }
        }
    }

    /** Without RESULT RECEIVERS: every member that can receive results. */
    private static Set<Name> receivers(Room room, SharedTable shared) {
        return room.collaboration().memberships().stream()
                .filter(m -> m.can(Ability.RECEIVE_RESULTS))
                .map(Membership::member)
                .filter(m -> shared.receivers().isEmpty() || shared.receivers().contains(m))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void approvalsMissing(
            View view, Room room, AnalysisTemplate template, List<@Nullable Object[]> rows) {
        Name collaboration = room.collaboration().name();
        for (TemplateRows.Consent consent : TemplateRows.consents(view, room, template)) {
            if (!consent.given()) {
                rows.add(row(
                        collaboration,
                        template.name(),
                        "TEMPLATE_NOT_APPROVED",
                        "approval of " + consent.owner().sql() + " is " + consent.state()
                                + ": its ADMIN runs APPROVE ANALYSIS TEMPLATE " + collaboration.sql() + "."
                                + template.name().sql()));
            }
        }
        for (Name alias : template.tables()) {
            if (room.table(alias).isEmpty()) {
                rows.add(row(
                        collaboration,
                        template.name(),
                        "NOT_ASSOCIATED",
                        "its table " + alias.sql() + " is not associated with the collaboration"));
            }
        }
    }

    /** What the owner's files show; reads them, unless they were read before and have not changed. */
    List<@Nullable Object[]> ofSources(Member owner, List<ConfiguredTable> tables) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ConfiguredTable table : tables) {
            source(owner, table).ifPresent(rows::add);
        }
        return rows;
    }

    private Optional<@Nullable Object[]> source(Member owner, ConfiguredTable table) {
        try {
            SourceFiles files = sources.resolve(owner, table.source());
            List<String> states = new ArrayList<>();
            for (Path path : files.paths()) {
                states.add(path + " " + Files.size(path) + " " + Files.getLastModifiedTime(path));
            }
            return seen.get(new Seen(table, states), key -> changedTypes(table, files));
        } catch (Problem e) {
            return Optional.of(unreadable(table, e.text()));
        } catch (IOException e) {
            return Optional.of(unreadable(table, "the files cannot be read"));
        }
    }

    private Optional<@Nullable Object[]> changedTypes(ConfiguredTable table, SourceFiles files) {
        try {
            List<Column> now = describe.apply(files).columns();
            String changed = table.columns().stream()
                    .filter(column -> !now.contains(column))
                    .map(column -> column.name().sql())
                    .collect(Collectors.joining(", "));
            return changed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(row(
                            null,
                            table.name(),
                            "SOURCE_CHANGED_TYPE",
                            "the files no longer have, or have with another type: " + changed
                                    + "; mend the files, or drop and create the table again"));
        } catch (Problem e) {
            return Optional.of(unreadable(table, e.text()));
        }
    }

    private static @Nullable Object[] unreadable(ConfiguredTable table, String why) {
        return row(null, table.name(), "SOURCE_UNREADABLE", why.replaceFirst("^SOURCE_UNREADABLE: ", ""));
    }

    private static @Nullable Object[] row(
            @Nullable Name collaboration, @Nullable Name object, String code, String help) {
        return new @Nullable Object[] {
            collaboration == null ? null : collaboration.text(), object == null ? null : object.text(), code, help
        };
    }
}
