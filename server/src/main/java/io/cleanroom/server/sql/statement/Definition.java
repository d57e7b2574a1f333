package io.cleanroom.server.sql.statement;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AccessBudget;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.collaboration.UserName;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Statements that change what was agreed; each answers with update count 0, but for a new access token. */
public sealed interface Definition extends Statement {
    record CreateMember(Name name, String dataLocation, String resultLocation, boolean ifNotExists)
            implements Definition {}

    record DropMember(Name name, boolean ifExists) implements Definition {}

    /** The password stays out of {@code toString}. */
    record CreateUser(UserName name, Set<Role> roles, String password, boolean ifNotExists) implements Definition {
        @Override
        public String toString() {
            return "CreateUser[" + name + ", " + roles + "]";
        }
    }

    /** Exactly one of password and roles is new. */
    record AlterUser(UserName name, Optional<String> password, Optional<Set<Role>> roles) implements Definition {
        @Override
        public String toString() {
            return "AlterUser[" + name + "]";
        }
    }

    record DropUser(UserName name, boolean ifExists) implements Definition {}

    /** Answers with the token, once; no user: the own. {@code expires} is the last day on which it is good. */
    record CreateAccessToken(Name name, Optional<UserName> user, Optional<LocalDate> expires) implements Definition {}

    record DropAccessToken(Name name, Optional<UserName> user, boolean ifExists) implements Definition {}

    record CreateCollaboration(Name name, List<Invitation> members, boolean ifNotExists) implements Definition {}

    record Invitation(Name member, Set<Ability> abilities) {}

    record JoinCollaboration(Name name) implements Definition {}

    record LeaveCollaboration(Name name) implements Definition {}

    record DropCollaboration(Name name, boolean ifExists) implements Definition {}

    record CreateConfiguredTable(
            Name name, String path, Source.Format format, SortedMap<String, String> options, boolean ifNotExists)
            implements Definition {}

    record SetAnalysisRule(Name table, AnalysisRule rule) implements Definition {}

    record SetAccessBudget(Name table, AccessBudget budget) implements Definition {}

    record DropAccessBudget(Name table, AccessBudget.Period period, Optional<Name> runner) implements Definition {}

    record DropConfiguredTable(Name name, boolean ifExists) implements Definition {}

    /** Without AS the alias is the table's name. */
    record AssociateTable(Name table, Name collaboration, Name alias, Set<Name> receivers) implements Definition {}

    /** {@code DISASSOCIATE CONFIGURED TABLE t FROM COLLABORATION c}; t is the table's own name or its alias there. */
    record DisassociateTable(Name table, Name collaboration) implements Definition {}

    /** {@code sql} is the text between AS and the end of the statement without a trailing semicolon, as written. */
    record CreateTemplate(
            @Nullable Name collaboration,
            Name name,
            List<TemplateParameter> parameters,
            String description,
            String sql,
            boolean orReplace,
            boolean ifNotExists)
            implements Definition {}

    record ApproveTemplate(
            @Nullable Name collaboration,
            Name name,
            Optional<Sha256> hash,
            Optional<LocalDate> expires,
            Optional<Integer> maximumRuns,
            Set<Name> runners)
            implements Definition {}

    record RevokeTemplate(@Nullable Name collaboration, Name name) implements Definition {}

    record DropTemplate(@Nullable Name collaboration, Name name, boolean ifExists) implements Definition {}
}
