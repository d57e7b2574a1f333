package io.cleanroom.server.definition;

import io.cleanroom.server.audit.AuditEntry;
import io.cleanroom.server.audit.AuditLog;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.sql.statement.Review;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.store.Transaction;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every definition statement comes through here: authorised, applied and recorded in one transaction, or refused and
 * nothing changed. Names that the principal may not know of do not exist, whatever the statement.
 */
public final class Definitions {
    private static final int MAXIMUM_TEXT = 600_000;

    private final Store store;
    private final AuditLog audit;
    private final Clock clock;
    private final TableStatements tables;
    private final TemplateStatements templates;

    /**
     * The services it needs.
     *
     * @param describe the columns of files, see {@code Engine.describe}
     * @param scalarFunctions the reviewed ones, in upper case
     */
    public Definitions(
            Store store,
            AuditLog audit,
            Clock clock,
            SourceResolver sources,
            Function<SourceFiles, SourceColumns> describe,
            TemplateCompiler compiler,
            Set<String> scalarFunctions) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        this.tables = new TableStatements(store, sources, describe, scalarFunctions);
        this.templates = new TemplateStatements(compiler);
    }

    /** What the one who ran a statement is told, and nobody else. */
    public record Outcome(List<String> warnings, Optional<NewToken> token) {}

    /** Does what the statement says, or throws a Problem. */
    public Outcome execute(
            Principal principal, Optional<Name> defaultCollaboration, Definition statement, String sqlText) {
        if (sqlText.length() > MAXIMUM_TEXT) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "a definition statement has at most " + MAXIMUM_TEXT + " characters. Provided: "
                            + sqlText.length());
        }
        Change.Step step = step(principal, statement);
        return store.write(t -> {
            Change change =
                    new Change(principal, defaultCollaboration, clock.instant().truncatedTo(ChronoUnit.MICROS), t);
            Optional<Effect> effect = step.apply(change);
            effect.ifPresent(e -> record(t, principal, e, sqlText));
            return effect.map(e -> new Outcome(e.warnings(), e.token()))
                    .orElse(new Outcome(List.of(), Optional.empty()));
        });
    }

    private void record(Transaction transaction, Principal principal, Effect effect, String sqlText) {
        transaction.definitionChanges();
        SortedMap<String, String> detail = new TreeMap<>(effect.detail());
        detail.put("statement", effect.statement().orElse(sqlText));
        audit.append(
                transaction,
                new AuditEntry(
                        principal.name().toString(), effect.action(), effect.subject(), detail, effect.concerns()));
    }

    private Change.Step step(Principal principal, Definition statement) {
        if (statement instanceof Definition.CreateMember s) {
            return MemberStatements.create(principal, s);
        } else if (statement instanceof Definition.DropMember s) {
            return MemberStatements.drop(principal, s);
        } else if (statement instanceof Definition.CreateUser s) {
            return UserStatements.create(principal, s);
        } else if (statement instanceof Definition.AlterUser s) {
            return UserStatements.alter(principal, s);
        } else if (statement instanceof Definition.DropUser s) {
            return UserStatements.drop(principal, s);
        } else if (statement instanceof Definition.CreateAccessToken s) {
            return TokenStatements.create(principal, s);
        } else if (statement instanceof Definition.DropAccessToken s) {
            return TokenStatements.drop(principal, s);
        } else if (statement instanceof Definition.CreateCollaboration s) {
            return CollaborationStatements.create(principal, s);
        } else if (statement instanceof Definition.JoinCollaboration s) {
            return CollaborationStatements.join(principal, s);
        } else if (statement instanceof Definition.LeaveCollaboration s) {
            return CollaborationStatements.leave(principal, s);
        } else if (statement instanceof Definition.DropCollaboration s) {
            return CollaborationStatements.drop(principal, s);
        } else if (statement instanceof Definition.CreateConfiguredTable s) {
            return tables.create(principal, s);
        } else if (statement instanceof Definition.SetAnalysisRule s) {
            return tables.setRule(principal, s);
        } else if (statement instanceof Definition.SetAccessBudget s) {
            return BudgetStatements.set(principal, s);
        } else if (statement instanceof Definition.DropAccessBudget s) {
            return BudgetStatements.drop(principal, s);
        } else if (statement instanceof Definition.DropConfiguredTable s) {
            return tables.drop(principal, s);
        } else if (statement instanceof Definition.AssociateTable s) {
            return TableStatements.associate(principal, s);
        } else if (statement instanceof Definition.DisassociateTable s) {
            return TableStatements.disassociate(principal, s);
        } else if (statement instanceof Definition.CreateTemplate s) {
            return templates.create(principal, s);
        } else if (statement instanceof Definition.ApproveTemplate s) {
            return templates.approve(principal, s);
        } else if (statement instanceof Definition.RevokeTemplate s) {
            return TemplateStatements.revoke(principal, s);
        } else if (statement instanceof Definition.DropTemplate s) {
            return TemplateStatements.drop(principal, s);
        }
        throw new IllegalStateException("a definition that nobody executes: " + statement.getClass());
    }

    /** The whole definition of a collaboration, as far as the principal may read it. */
    public DefinitionText showCreate(Principal principal, Review.ShowCreateCollaboration statement) {
        if (principal.isOperator()) {
            throw new Problem(Code.NOT_PERMITTED, "SHOW CREATE COLLABORATION is for its members");
        }
        return store.read(t -> {
            Change view = new Change(principal, Optional.empty(), clock.instant(), t);
            Name name = view.invitedTo(statement.name()).name();
            return DefinitionText.of(t.room(name).orElseThrow(), principal.member());
        });
    }

    /** What changed in a template since each approval of it; rows as in {@code SHOW DIFF ANALYSIS TEMPLATE}. */
    public List<@Nullable Object[]> showDiff(
            Principal principal, Optional<Name> defaultCollaboration, Review.ShowDiff statement) {
        if (principal.isOperator()) {
            throw new Problem(Code.NOT_PERMITTED, "SHOW DIFF ANALYSIS TEMPLATE is for the collaboration's members");
        }
        return store.read(t -> {
            Change view = new Change(principal, defaultCollaboration, clock.instant(), t);
            Room room = view.room(statement.collaboration());
            return TemplateDiff.rows(t, room, Change.template(room, statement.name()), principal.member());
        });
    }

    /** The columns of the principal's own files. */
    public SourceColumns describe(Principal principal, Review.DescribeSource statement) {
        principal.require(Role.ADMIN, "DESCRIBE SOURCE");
        Source.Format format = statement.format().orElseGet(() -> guess(statement.path()));
        return tables.columns(principal, new Source(statement.path(), format, statement.options()));
    }

    private static Source.Format guess(String path) {
        String lower = path.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        for (Source.Format format : Source.Format.values()) {
            if (lower.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new Problem(
                Code.INVALID_PARAMETER,
                "the format cannot be told from the name; write FORMAT PARQUET, CSV, JSON or ARROW. Provided value: "
                        + path);
    }
}
