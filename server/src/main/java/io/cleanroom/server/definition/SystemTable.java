package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.Name;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of schema {@code system}, with their columns in order. Columns are added at the end and never taken away. */
public enum SystemTable {
    /** Members; locations only for the member itself and the operator. */
    MEMBERS(text("name"), text("data_location"), text("result_location")),
    USERS(text("name"), text("member"), text("roles")),
    /** Own ones; those of the member's users for its ADMIN, all for the operator. Never the token itself. */
    ACCESS_TOKENS(
            text("name"),
            text("user"),
            time("created_at"),
            time("expires_at"),
            column("last_used", ColumnType.of(Kind.DATE)),
            text("created_by")),
    /** One row a membership. */
    COLLABORATIONS(text("name"), text("member"), text("abilities"), text("status"), bool("is_creator")),
    /** One row an association, and one for each own table without any; {@code name} and {@code path} of own tables alone. */
    CONFIGURED_TABLES(
            text("owner"),
            text("collaboration"),
            text("alias"),
            text("name"),
            text("rule_type"),
            text("queries"),
            text("minimums"),
            text("result_receivers"),
            text("format"),
            text("path"),
            text("access_budgets")),
    /** Own tables by their own name without a collaboration; others' by alias, granted columns alone. */
    COLUMNS(
            text("owner"),
            text("collaboration"),
            text("table_name"),
            text("name"),
            integer("position"),
            text("type"),
            text("uses"),
            text("functions")),
    OUTPUT_CONSTRAINTS(
            text("owner"), text("collaboration"), text("table_name"), text("column_name"), integer("minimum")),
    /**
     * How often a table may be used, and how often it was in the present period: own tables by their own name, without a
     * collaboration; others' by alias, as far as the member's own queries count.
     */
    ACCESS_BUDGETS(
            text("owner"),
            text("collaboration"),
            text("table_name"),
            text("runner"),
            bigint("amount"),
            text("period"),
            bigint("used"),
            bigint("remaining"),
            column("resets_on", ColumnType.of(Kind.DATE))),
    /** What still stands in the way; {@code table} is a table or a template. */
    READINESS(text("collaboration"), text("table"), text("code"), text("help")),
    TEMPLATES(
            text("collaboration"),
            text("name"),
            text("author"),
            text("description"),
            text("sql"),
            text("tables"),
            text("hash"),
            bool("approved")),
    TEMPLATE_PARAMETERS(
            text("collaboration"),
            text("template"),
            integer("position"),
            text("name"),
            text("type"),
            text("domain"),
            text("default_value"),
            integer("list_maximum")),
    /** One row an owner of a referenced table; {@code state} is APPROVED, MISSING, OUTDATED, EXPIRED or USED UP. */
    TEMPLATE_APPROVALS(
            text("collaboration"),
            text("template"),
            text("owner"),
            text("state"),
            text("hash"),
            text("approved_by"),
            time("approved_at"),
            time("expires_at"),
            integer("maximum_runs"),
            integer("runs"),
            text("runners")),
    PROTECTED_QUERIES(
            text("query_id"),
            text("collaboration"),
            text("member"),
            text("user"),
            text("kind"),
            text("template"),
            text("parameters"),
            text("sql"),
            text("state"),
            text("decision"),
            text("reasons"),
            time("submitted_at"),
            time("finished_at"),
            text("result_location"),
            bigint("rows_out"),
            text("engine"),
            text("definition_hash"),
            text("failure"),
            text("receivers"),
            time("started_at"),
            integer("queue_position"),
            integer("progress"),
            text("template_sql"),
            text("application_name")),
    AUDIT_LOG(
            bigint("seq"),
            time("at"),
            text("actor"),
            text("action"),
            text("subject"),
            text("detail"),
            text("prev_hash"),
            text("hash")),
    SERVER(text("version"), text("engine"), text("limits"));

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed, of records
    private final List<Column> columns;

    SystemTable(Column... columns) {
        this.columns = List.of(columns);
    }

    public Name tableName() {
        return Name.of(name().toLowerCase(Locale.ROOT));
    }

    public List<Column> columns() {
        return columns;
    }

    public static Optional<SystemTable> of(Name name) {
        return Arrays.stream(values())
                .filter(table -> table.tableName().equals(name))
                .findFirst();
    }

    private static Column text(String name) {
        return column(name, ColumnType.varchar(0));
    }

    private static Column integer(String name) {
        return column(name, ColumnType.of(Kind.INTEGER));
    }

    private static Column bigint(String name) {
        return column(name, ColumnType.of(Kind.BIGINT));
    }

    private static Column bool(String name) {
        return column(name, ColumnType.of(Kind.BOOLEAN));
    }

    private static Column time(String name) {
        return column(name, ColumnType.of(Kind.TIMESTAMP));
    }

    private static Column column(String name, ColumnType type) {
        return new Column(Name.of(name), name, type);
    }
}
