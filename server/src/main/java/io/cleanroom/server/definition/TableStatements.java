package io.cleanroom.server.definition;

import io.cleanroom.server.audit.Action;
import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Association;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.QueryAccess;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Configured tables, their rules and where they take part: all for their owner's administrators alone. */
final class TableStatements {
    private final Store store;
    private final SourceResolver sources;
    private final Function<SourceFiles, SourceColumns> describe;
    private final Set<String> scalarFunctions;

    TableStatements(
            Store store,
            SourceResolver sources,
            Function<SourceFiles, SourceColumns> describe,
            Set<String> scalarFunctions) {
        this.store = store;
        this.sources = sources;
        this.describe = describe;
        this.scalarFunctions = scalarFunctions;
    }

    /** Reads the files before the transaction: that may take long. */
    Change.Step create(Principal principal, Definition.CreateConfiguredTable statement) {
        principal.require(Role.ADMIN, "CREATE CONFIGURED TABLE");
        Name name = statement.name();
        if (store.read(t -> t.tables().find(principal.member(), name)).isPresent()) {
            return change -> existing(statement);
        }
        Source source = new Source(statement.path(), statement.format(), statement.options());
        checkLengths(source);
        SourceColumns found = columns(principal, source);
        ConfiguredTable table =
                new ConfiguredTable(principal.member(), name, source, found.columns(), Optional.empty());
        return change -> {
            if (change.transaction().tables().find(table.owner(), name).isPresent()) {
                return existing(statement);
            }
            change.transaction().tables().insert(table);
            return Optional.of(Effect.of(Action.CREATE_CONFIGURED_TABLE, name.text(), Set.of(table.owner()))
                    .warning(LeftOutColumns.warnings(found)));
        };
    }

    private static Optional<Effect> existing(Definition.CreateConfiguredTable statement) {
        if (statement.ifNotExists()) {
            return Optional.empty();
        }
        throw Change.exists("configured table", statement.name());
    }

    private static void checkLengths(Source source) {
        if (source.path().length() > 1000
                || source.options().entrySet().stream()
                        .anyMatch(o -> o.getKey().length() > 127 || o.getValue().length() > 1000)) {
            throw new Problem(
                    Code.INVALID_DEFINITION, "a path or option has at most 1000 characters, an option's name 127");
        }
    }

    /** The columns of the principal's own files, all of which have names of their own. */
    SourceColumns columns(Principal principal, Source source) {
        Member owner = store.read(t -> t.members().find(principal.member()))
                .orElseThrow(() -> Change.unknown("member", principal.member()));
        SourceColumns found = describe.apply(sources.resolve(owner, source));
        Set<Name> seen = new TreeSet<>();
        for (Column column : found.columns()) {
            if (!seen.add(column.name())) {
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "two columns of '" + source.path() + "' differ in case alone: "
                                + column.name().sql());
            }
        }
        return found;
    }

    Change.Step setRule(Principal principal, Definition.SetAnalysisRule statement) {
        principal.require(Role.ADMIN, "ALTER CONFIGURED TABLE");
        AnalysisRule rule = statement.rule();
        LeftOutColumns leftOut = leftOut(principal, statement);
        return change -> {
            ConfiguredTable table = change.ownTable(statement.table());
            new RuleCheck(table, leftOut, scalarFunctions).check(rule);
            if (rule.access() instanceof QueryAccess.TrustedMembers trusted) {
                trusted.members().forEach(member -> requireMember(change, member));
            }
            change.transaction().tables().setRule(table.owner(), table.name(), rule);
            Effect effect = Effect.of(Action.SET_ANALYSIS_RULE, table.name().text(), Set.of(table.owner()))
                    .with("rule", Canonical.text(table.name(), rule))
                    .warning(RuleCheck.warnings(rule));
            return Optional.of(effect);
        };
    }

    /** What the files have and the table has not, if the rule names a column that the table has not. */
    private LeftOutColumns leftOut(Principal principal, Definition.SetAnalysisRule statement) {
        Optional<ConfiguredTable> table = store.read(t -> t.tables().find(principal.member(), statement.table()));
        if (table.isEmpty() || RuleCheck.knowsColumns(table.get(), statement.rule())) {
            return LeftOutColumns.NONE;
        }
        try {
            return LeftOutColumns.of(columns(principal, table.get().source()));
        } catch (Problem e) {
            // The readiness of the table says what its files are like now.
            return LeftOutColumns.NONE;
        }
    }

    private static void requireMember(Change change, Name member) {
        if (change.transaction().members().find(member).isEmpty()) {
            throw Change.unknown("member", member);
        }
    }

    Change.Step drop(Principal principal, Definition.DropConfiguredTable statement) {
        principal.require(Role.ADMIN, "DROP CONFIGURED TABLE");
        Name name = statement.name();
        return change -> {
            if (statement.ifExists()
                    && change.transaction().tables().find(change.member(), name).isEmpty()) {
                return Optional.empty();
            }
            ConfiguredTable table = change.ownTable(name);
            List<Association> associations = change.transaction().associations().of(table.owner(), name);
            if (!associations.isEmpty()) {
                throw new Problem(
                        Code.IN_USE,
                        "configured table " + name.sql() + " is associated; first "
                                + associations.stream()
                                        .map(a -> "DISASSOCIATE CONFIGURED TABLE " + name.sql()
                                                + " FROM COLLABORATION "
                                                + a.collaboration().sql())
                                        .collect(Collectors.joining("; ")));
            }
            change.transaction().tables().delete(table.owner(), name);
            return Optional.of(Effect.of(Action.DROP_CONFIGURED_TABLE, name.text(), Set.of(table.owner())));
        };
    }

    static Change.Step associate(Principal principal, Definition.AssociateTable statement) {
        principal.require(Role.ADMIN, "ASSOCIATE CONFIGURED TABLE");
        return change -> {
            ConfiguredTable table = change.ownTable(statement.table());
            Collaboration collaboration = change.activeIn(statement.collaboration());
            if (!collaboration.can(change.member(), Ability.CONTRIBUTE)) {
                throw new Problem(
                        Code.NOT_PERMITTED,
                        change.member().sql() + " does not have the ability CONTRIBUTE in "
                                + collaboration.name().sql());
            }
            for (Name receiver : statement.receivers()) {
                if (collaboration.membership(receiver).isEmpty()) {
                    throw new Problem(
                            Code.INVALID_DEFINITION,
                            "RESULT RECEIVERS are members of the collaboration. Provided: " + receiver.sql());
                }
            }
            Association association = new Association(
                    table.owner(),
                    table.name(),
                    collaboration.name(),
                    statement.alias(),
                    new TreeSet<>(statement.receivers()));
            refuseSecond(change, association);
            change.transaction().associations().insert(association);
            return Optional.of(effect(Action.ASSOCIATE_CONFIGURED_TABLE, association, collaboration)
                    .recordedAs(Canonical.text(association)));
        };
    }

    private static void refuseSecond(Change change, Association association) {
        for (Association other : change.transaction().associations().of(association.collaboration())) {
            if (other.alias().equals(association.alias())) {
                throw Change.exists("table", other.alias());
            }
            if (other.owner().equals(association.owner()) && other.table().equals(association.table())) {
                throw new Problem(
                        Code.DUPLICATE_OBJECT,
                        "configured table " + other.table().sql() + " is associated already, as "
                                + other.alias().sql());
            }
        }
    }

    static Change.Step disassociate(Principal principal, Definition.DisassociateTable statement) {
        principal.require(Role.ADMIN, "DISASSOCIATE CONFIGURED TABLE");
        return change -> {
            Collaboration collaboration = change.activeIn(statement.collaboration());
            Association association = change.transaction().associations().of(collaboration.name()).stream()
                    .filter(a -> a.owner().equals(change.member()))
                    .filter(a ->
                            a.table().equals(statement.table()) || a.alias().equals(statement.table()))
                    .findFirst()
                    .orElseThrow(() -> Change.unknown("associated table", statement.table()));
            change.transaction().associations().delete(collaboration.name(), association.alias());
            return Optional.of(effect(Action.DISASSOCIATE_CONFIGURED_TABLE, association, collaboration)
                    .recordedAs("DISASSOCIATE CONFIGURED TABLE "
                            + association.table().sql() + " FROM COLLABORATION "
                            + collaboration.name().sql() + ";"));
        };
    }

    private static Effect effect(Action action, Association association, Collaboration collaboration) {
        String subject = collaboration.name().sql() + "." + association.alias().sql();
        return Effect.of(action, subject, Change.members(collaboration));
    }
}
