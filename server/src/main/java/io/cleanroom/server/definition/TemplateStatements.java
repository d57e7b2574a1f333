package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Templates: any member that takes part creates them, the owners of the tables approve, each for itself. */
final class TemplateStatements {
    private static final int LONGEST_TEXT = 500_000;
    private static final int MOST_PARAMETERS = 200;

    private final TemplateCompiler compiler;

    TemplateStatements(TemplateCompiler compiler) {
        this.compiler = compiler;
    }

    /** Creating is consenting, as far as the author's own tables go. */
    Change.Step create(Principal principal, Definition.CreateTemplate statement) {
        principal.require(Role.ADMIN, "CREATE ANALYSIS TEMPLATE");
        checkSize(statement);
        Set<Name> seen = new HashSet<>();
        for (TemplateParameter parameter : statement.parameters()) {
            if (!seen.add(parameter.name())) {
                throw new Problem(
                        Code.INVALID_DEFINITION, "parameter " + parameter.name().sql() + " is declared twice");
            }
        }
        return change -> {
            Room room = change.room(statement.collaboration());
            Optional<AnalysisTemplate> old = room.template(statement.name());
            if (old.isPresent() && !statement.orReplace()) {
                if (statement.ifNotExists()) {
                    return Optional.empty();
                }
                throw Change.exists("analysis template", statement.name());
            }
            old.ifPresent(o -> requireAuthor(change, o, "CREATE OR REPLACE ANALYSIS TEMPLATE"));
            AnalysisTemplate draft = draft(change, room, statement);
            TemplateCompiler.Compiled compiled = compiler.compile(room, draft);
            AnalysisTemplate template = draft.referringTo(compiled.tables());
            if (old.isPresent()) {
                change.transaction().templates().replace(template);
            } else {
                change.transaction().templates().insert(template);
            }
            Sha256 hash = Canonical.hash(template, room);
            Effect effect = effect(Action.CREATE_ANALYSIS_TEMPLATE, template, room)
                    .with("hash", hash.hex())
                    .warning(compiled.warnings());
            if (ownersOf(template, room).contains(change.member())) {
                change.transaction()
                        .approvals()
                        .put(
                                approval(change, template, hash, Optional.empty(), Optional.empty(), Set.of()),
                                TemplateDiff.read(room, template, change.member()));
                effect = effect.with("approved_by_author", change.member().text());
            }
            return Optional.of(effect);
        };
    }

    private static void checkSize(Definition.CreateTemplate statement) {
        if (statement.sql().length() > LONGEST_TEXT) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "a template's text has at most " + LONGEST_TEXT + " characters. Provided: "
                            + statement.sql().length());
        }
        if (statement.parameters().size() > MOST_PARAMETERS) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "a template has at most " + MOST_PARAMETERS + " parameters. Provided: "
                            + statement.parameters().size());
        }
    }

    private static AnalysisTemplate draft(Change change, Room room, Definition.CreateTemplate statement) {
        return new AnalysisTemplate(
                room.collaboration().name(),
                statement.name(),
                change.member(),
                statement.parameters(),
                statement.description(),
                statement.sql(),
                new TreeSet<>());
    }

    /** The consent of one owner of a referenced table to what the template is at this moment. */
    Change.Step approve(Principal principal, Definition.ApproveTemplate statement) {
        principal.require(Role.ADMIN, "APPROVE ANALYSIS TEMPLATE");
        return change -> {
            Room room = change.room(statement.collaboration());
            AnalysisTemplate template = Change.template(room, statement.name());
            if (!ownersOf(template, room).contains(change.member())) {
                throw new Problem(
                        Code.NOT_PERMITTED,
                        template.name().sql() + " refers to no table of "
                                + change.member().sql() + ", so there is nothing to approve");
            }
            Sha256 hash = Canonical.hash(template, room);
            if (statement.hash().isPresent() && !statement.hash().get().equals(hash)) {
                throw new Problem(
                        Code.INVALID_PARAMETER,
                        "the template is not the one that was reviewed: its hash is " + hash + ". Provided: "
                                + statement.hash().get());
            }
            Optional<Instant> expires = statement
                    .expires()
                    .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
            if (expires.filter(end -> !change.now().isBefore(end)).isPresent()) {
                throw new Problem(
                        Code.INVALID_PARAMETER,
                        "EXPIRES must be today or later (UTC). Provided value: "
                                + statement.expires().get());
            }
            if (statement.maximumRuns().filter(runs -> runs < 1).isPresent()) {
                throw new Problem(
                        Code.INVALID_PARAMETER,
                        "MAX RUNS must be >= 1. Provided value: "
                                + statement.maximumRuns().get());
            }
            requireRunners(room, statement.runners());
            change.transaction()
                    .approvals()
                    .put(
                            approval(change, template, hash, expires, statement.maximumRuns(), statement.runners()),
                            TemplateDiff.read(room, template, change.member()));
            return Optional.of(effect(Action.APPROVE_ANALYSIS_TEMPLATE, template, room)
                    .with("hash", hash.hex())
                    .warning(warnings(room, template)));
        };
    }

    /** As the room is now; none of a template that can no longer run, which may be approved all the same. */
    private List<String> warnings(Room room, AnalysisTemplate template) {
        try {
            return compiler.compile(room, template).warnings();
        } catch (Problem tableChanged) {
            return List.of();
        }
    }

    private static void requireRunners(Room room, Set<Name> runners) {
        for (Name runner : runners) {
            boolean queries = room.collaboration()
                    .membership(runner)
                    .filter(m -> m.abilities().contains(Ability.QUERY))
                    .isPresent();
            if (!queries) {
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "RUNNERS are members of the collaboration with the ability QUERY. Provided: " + runner.sql());
            }
        }
    }

    static Change.Step revoke(Principal principal, Definition.RevokeTemplate statement) {
        principal.require(Role.ADMIN, "REVOKE ANALYSIS TEMPLATE");
        return change -> {
            Room room = change.room(statement.collaboration());
            AnalysisTemplate template = Change.template(room, statement.name());
            if (!change.transaction()
                    .approvals()
                    .delete(room.collaboration().name(), template.name(), change.member())) {
                throw new Problem(
                        Code.UNKNOWN_OBJECT,
                        change.member().sql() + " has not approved "
                                + template.name().sql());
            }
            return Optional.of(effect(Action.REVOKE_ANALYSIS_TEMPLATE, template, room));
        };
    }

    static Change.Step drop(Principal principal, Definition.DropTemplate statement) {
        principal.require(Role.ADMIN, "DROP ANALYSIS TEMPLATE");
        return change -> {
            Room room = change.room(statement.collaboration());
            if (statement.ifExists() && room.template(statement.name()).isEmpty()) {
                return Optional.empty();
            }
            AnalysisTemplate template = Change.template(room, statement.name());
            requireAuthor(change, template, "DROP ANALYSIS TEMPLATE");
            change.transaction().templates().delete(room.collaboration().name(), template.name());
            return Optional.of(effect(Action.DROP_ANALYSIS_TEMPLATE, template, room));
        };
    }

    private static void requireAuthor(Change change, AnalysisTemplate template, String toDo) {
        if (!template.author().equals(change.member())) {
            throw new Problem(
                    Code.NOT_PERMITTED,
                    toDo + " is for its author, " + template.author().sql() + "; an owner of its tables may REVOKE");
        }
    }

    private static Set<Name> ownersOf(AnalysisTemplate template, Room room) {
        Set<Name> owners = new TreeSet<>();
        template.tables().forEach(alias -> room.table(alias).ifPresent(table -> owners.add(table.owner())));
        return owners;
    }

    private static Approval approval(
            Change change,
            AnalysisTemplate template,
            Sha256 hash,
            Optional<Instant> expires,
            Optional<Integer> maximumRuns,
            Set<Name> runners) {
        return new Approval(
                template.collaboration(),
                template.name(),
                change.member(),
                hash,
                change.principal().name(),
                change.now(),
                expires,
                maximumRuns,
                new TreeSet<>(runners));
    }

    private static Effect effect(Action action, AnalysisTemplate template, Room room) {
        return Effect.of(
                action,
                template.collaboration().sql() + "." + template.name().sql(),
                Change.members(room.collaboration()));
    }
}
