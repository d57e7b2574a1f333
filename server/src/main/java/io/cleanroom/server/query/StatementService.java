package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.definition.Definitions;
import io.cleanroom.server.definition.NewToken;
import io.cleanroom.server.definition.SystemTable;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.sql.ParameterSlot;
import io.cleanroom.server.sql.SqlText;
import io.cleanroom.server.sql.SystemSchema;
import io.cleanroom.server.sql.statement.Control;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.sql.statement.Query;
import io.cleanroom.server.sql.statement.Review;
import io.cleanroom.server.sql.statement.Statement;
import io.cleanroom.server.store.Rows;
import io.cleanroom.server.store.Store;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes every statement to whoever answers it. */
final class StatementService implements Statements {
    private static final List<OutputColumn> TOKEN = List.of(
            new OutputColumn("token", ColumnType.varchar(0)),
            new OutputColumn("name", ColumnType.varchar(0)),
            new OutputColumn("user", ColumnType.varchar(0)),
            new OutputColumn("expires_at", ColumnType.of(ColumnType.Kind.TIMESTAMP)));

    private final Store store;
    private final Definitions definitions;
    private final ProtectedQueryRunner queries;
    private final Submissions submissions;
    private final RunningQueries running;
    private final Explanations explanations;
    private final Catalogs catalogs;

    StatementService(
            Store store,
            Definitions definitions,
            ProtectedQueryRunner queries,
            Submissions submissions,
            RunningQueries running,
            Explanations explanations,
            Catalogs catalogs) {
        this.store = store;
        this.definitions = definitions;
        this.queries = queries;
        this.submissions = submissions;
        this.running = running;
        this.explanations = explanations;
        this.catalogs = catalogs;
    }

    /** Schema {@code system} as the binder knows it. */
    static SystemSchema systemSchema() {
        return new SystemSchema(Arrays.stream(SystemTable.values())
                .collect(Collectors.toMap(SystemTable::tableName, SystemTable::columns)));
    }

    @Override
    public Shape prepare(SessionContext session, String sql) {
        Statement statement = SqlText.parse(sql);
        if (statement instanceof Query.Select) {
            return shape(queries.decide(session, sql), Optional.empty());
        }
        if (statement instanceof Query.Submit submit) {
            return shape(submissions.decide(session, submit, sql), Optional.of(Submissions.COLUMNS));
        }
        if (statement instanceof Query.Explain) {
            return new Shape(Explanations.PLAN, List.of(), false);
        }
        if (statement instanceof Review.DescribeSource) {
            return new Shape(Explanations.SOURCE, List.of(), false);
        }
        if (statement instanceof Review.ExplainTemplate) {
            return new Shape(Explanations.TEMPLATE, List.of(), false);
        }
        if (statement instanceof Review.ShowDiff) {
            return new Shape(Explanations.DIFF, List.of(), false);
        }
        if (statement instanceof Review.ShowCreateCollaboration) {
            return new Shape(Explanations.DEFINITION, List.of(), false);
        }
        if (statement instanceof Definition.CreateAccessToken) {
            return new Shape(TOKEN, List.of(), false);
        }
        return new Shape(List.of(), List.of(), true);
    }

    private static Shape shape(Decisions.Decided decided, Optional<List<OutputColumn>> columns) {
        if (decided.decision() instanceof Decision.Refused refused) {
            throw refused.problem();
        }
        return new Shape(
                columns.orElse(decided.query().columns()),
                ParameterSlot.markerTypes(decided.query().parameters()),
                false);
    }

    @Override
    public Answer run(SessionContext session, String sql, List<@Nullable Object> parameters, RunOptions options) {
        Statement statement = queries.isKnown(session, sql) ? null : SqlText.parse(sql);
        if (statement == null || statement instanceof Query.Select) {
            return queries.run(session, sql, parameters, options);
        }
        if (statement instanceof Query.Explain) {
            return explanations.plan(session, sql);
        }
        if (statement instanceof Query.Submit submit) {
            return submissions.submit(session, submit, sql, parameters);
        }
        if (statement instanceof Definition definition) {
            return answer(definitions.execute(session.principal(), session.collaboration(), definition, sql));
        }
        if (statement instanceof Control.CancelQuery cancel) {
            running.cancel(cancel.queryId(), session.principal());
            return new Answer.Done(List.of());
        }
        return explanations.review(session, (Review) statement);
    }

    private static Answer answer(Definitions.Outcome outcome) {
        return outcome.token()
                .<Answer>map(StatementService::token)
                .orElseGet(() -> new Answer.Done(outcome.warnings()));
    }

    private static Answer token(NewToken made) {
        return new Answer.Rows(TOKEN, RowStream.of(List.<@Nullable Object[]>of(new @Nullable Object[] {
            made.token().secret(),
            made.name().text(),
            made.user().toString(),
            made.expires().map(Rows::time).orElse(null)
        })));
    }

    @Override
    public void checkConnect(Principal principal, Name collaboration) {
        if (collaboration.equals(SystemSchema.NAME)) {
            return;
        }
        boolean takesPart = store.read(t -> t.collaborations().find(collaboration))
                .flatMap(c -> c.membership(principal.member()))
                .filter(m -> m.status() != Membership.Status.LEFT)
                .isPresent();
        if (!takesPart) {
            throw new Problem(Code.NOT_AUTHORISED_TO_CONNECT, NOT_AUTHORISED_TO_CONNECT);
        }
    }

    @Override
    public Catalog catalog(SessionContext session) {
        return catalogs.of(session.principal());
    }
}
