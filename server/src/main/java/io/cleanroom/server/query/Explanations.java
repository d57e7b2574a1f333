package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.definition.DefinitionText;
import io.cleanroom.server.definition.Definitions;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.Decision;
import io.cleanroom.server.policy.QueryEffect;
import io.cleanroom.server.sql.statement.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers with rows about definitions and decisions; nothing here reads data of queries. */
final class Explanations {
    static final List<OutputColumn> PLAN = text("decision", "reasons", "thresholds", "enforced_sql");
    static final List<OutputColumn> SOURCE = text("column_name", "type", "help");
    static final List<OutputColumn> TEMPLATE = text("item", "value");
    static final List<OutputColumn> DEFINITION = text("member", "statement", "sha256");

    static final List<OutputColumn> DIFF = text("owner", "part", "change", "line");

    private final Definitions definitions;
    private final Decisions decisions;
    private final ProtectedQueryRunner queries;

    Explanations(Definitions definitions, Decisions decisions, ProtectedQueryRunner queries) {
        this.definitions = definitions;
        this.decisions = decisions;
        this.queries = queries;
    }

    private static List<OutputColumn> text(String... labels) {
        return java.util.Arrays.stream(labels)
                .map(label -> new OutputColumn(label, ColumnType.varchar(0)))
                .toList();
    }

    /** One row: the decision, as running it would make it. */
    Answer plan(SessionContext session, String sql) {
        Decisions.Decided decided = queries.decide(session, sql);
        if (decided.decision() instanceof Decision.Refused refused) {
            return rows(
                    PLAN, List.<@Nullable Object[]>of(new @Nullable Object[] {"REFUSED", refused.text(), "", null}));
        }
        Decision.Approved approved = (Decision.Approved) decided.decision();
        return rows(PLAN, List.<@Nullable Object[]>of(new @Nullable Object[] {
            "APPROVED",
            "",
            String.join("\n", approved.thresholds()),
            EnforcedSql.shown(approved.query(), decided.query())
        }));
    }

    Answer review(SessionContext session, Review statement) {
        if (statement instanceof Review.DescribeSource describe) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            SourceColumns found = definitions.describe(session.principal(), describe);
            for (Column column : found.columns()) {
                rows.add(new @Nullable Object[] {
                    column.name().text(), column.type().sql(), ""
                });
            }
            for (SourceColumns.LeftOut column : found.leftOut()) {
                rows.add(new @Nullable Object[] {
                    column.name(), column.type(), "left out of a table: " + SourceColumns.LeftOut.HELP
                });
            }
            return rows(SOURCE, rows);
        }
        if (statement instanceof Review.ShowCreateCollaboration show) {
            DefinitionText text = definitions.showCreate(session.principal(), show);
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (DefinitionText.Part part : text.parts()) {
                rows.add(new @Nullable Object[] {
                    part.member().text(), part.text(), part.sha256().hex()
                });
            }
            rows.add(new @Nullable Object[] {
                "", "-- the whole definition", text.sha256().hex()
            });
            return rows(DEFINITION, rows);
        }
        if (statement instanceof Review.ShowDiff diff) {
            return rows(DIFF, definitions.showDiff(session.principal(), session.collaboration(), diff));
        }
        return template(session, (Review.ExplainTemplate) statement);
    }

    /** What a reviewer approves: the text, its hash, what it uses and puts out, and what will hold when it runs. */
    private Answer template(SessionContext session, Review.ExplainTemplate statement) {
        Optional<Name> collaboration =
                Optional.ofNullable(statement.collaboration()).or(session::collaboration);
        SessionContext there = new SessionContext(session.principal(), collaboration, session.application());
        Room room = decisions
                .room(there)
                .filter(r -> r.collaboration()
                        .membership(session.principal().member())
                        .isPresent())
                .orElseThrow(() -> unknown(statement.name()));
        AnalysisTemplate template = room.template(statement.name()).orElseThrow(() -> unknown(statement.name()));
        List<@Nullable Object[]> rows = new ArrayList<>();
        add(rows, "template", template.name().sql());
        add(rows, "author", template.author().sql());
        add(rows, "hash", Canonical.hash(template, room).hex());
        add(
                rows,
                "parameters",
                template.parameters().stream().map(TemplateParameter::sql).collect(Collectors.joining(", ")));
        add(rows, "tables", template.tables().stream().map(Name::sql).collect(Collectors.joining(", ")));
        add(rows, "sql", template.sql());
        for (Name runner : Templates.runners(room)) {
            Decisions.Decided decided = decisions.decideTemplate(runner, room, template);
            add(
                    rows,
                    "run by " + runner.sql(),
                    decided.decision() instanceof Decision.Refused r ? r.text() : "APPROVED");
            if (decided.decision() instanceof Decision.Approved approved) {
                add(
                        rows,
                        "output columns",
                        decided.query().columns().stream()
                                .map(c -> c.label() + " " + c.type().sql())
                                .collect(Collectors.joining(", ")));
                effect(rows, QueryEffect.of(decided.query()));
                add(rows, "thresholds", String.join("\n", approved.thresholds()));
                add(rows, "enforced SQL", EnforcedSql.shown(approved.query(), decided.query()));
            }
        }
        return rows(TEMPLATE, rows);
    }

    private static void effect(List<@Nullable Object[]> rows, QueryEffect effect) {
        effect.uses()
                .forEach((table, columns) -> add(
                        rows,
                        "columns of " + table.sql(),
                        columns.entrySet().stream()
                                .map(c -> c.getKey().sql() + ": " + String.join(", ", c.getValue()))
                                .collect(Collectors.joining("; "))));
        add(rows, "joins", String.join(" AND ", effect.joins()));
        effect.warnings().forEach(warning -> add(rows, "warning", warning));
    }

    private static Problem unknown(Name template) {
        return new Problem(Code.UNKNOWN_OBJECT, "analysis template " + template.sql() + " does not exist");
    }

    private static void add(List<@Nullable Object[]> rows, String item, String value) {
        rows.add(new @Nullable Object[] {item, value});
    }

    private static Answer rows(List<OutputColumn> columns, List<@Nullable Object[]> rows) {
        return new Answer.Rows(columns, RowStream.of(rows));
    }
}
