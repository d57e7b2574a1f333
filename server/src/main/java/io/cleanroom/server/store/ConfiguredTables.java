package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Configured tables with source, columns and rule, by owner and name. */
public final class ConfiguredTables {
    private final Handle handle;
    private final RuleClauses rules;

    ConfiguredTables(Handle handle) {
        this.handle = handle;
        this.rules = new RuleClauses(handle);
    }

    public List<ConfiguredTable> of(Name owner) {
        return handle.createQuery("SELECT * FROM configured_tables WHERE owner = :owner ORDER BY name")
                .bind("owner", owner.text())
                .map((row, context) -> table(row))
                .list();
    }

    public Optional<ConfiguredTable> find(Name owner, Name name) {
        return handle.createQuery("SELECT * FROM configured_tables WHERE owner = :owner AND name = :name")
                .bind("owner", owner.text())
                .bind("name", name.text())
                .map((row, context) -> table(row))
                .findOne();
    }

    /** A table that an association refers to, so it must be there. */
    ConfiguredTable get(Name owner, Name name) {
        return find(owner, name).orElseThrow(() -> new IllegalStateException("an association without its table"));
    }

    private ConfiguredTable table(ResultSet row) throws SQLException {
        Name owner = Rows.name(row, "owner");
        Name name = Rows.name(row, "name");
        Source source =
                new Source(row.getString("path"), Source.Format.valueOf(row.getString("format")), options(owner, name));
        Optional<AnalysisRule> rule =
                Optional.ofNullable(row.getString("rule_type")).map(type -> rules.read(owner, name, type));
        return new ConfiguredTable(owner, name, source, columns(owner, name), rule);
    }

    private SortedMap<String, String> options(Name owner, Name name) {
        SortedMap<String, String> options = new TreeMap<>();
        handle.createQuery("SELECT name, setting FROM source_options WHERE owner = :owner AND table_name = :name")
                .bind("owner", owner.text())
                .bind("name", name.text())
                .map((row, context) -> options.put(row.getString("name"), row.getString("setting")))
                .list();
        return options;
    }

    private List<Column> columns(Name owner, Name name) {
        return handle.createQuery(
                        "SELECT * FROM table_columns WHERE owner = :owner AND table_name = :name ORDER BY position")
                .bind("owner", owner.text())
                .bind("name", name.text())
                .map((row, context) ->
                        new Column(Rows.name(row, "name"), row.getString("name_in_source"), columnType(row)))
                .list();
    }

    private static ColumnType columnType(ResultSet row) throws SQLException {
        String nested = row.getString("nested_type");
        return nested == null ? Rows.type(row) : NestedTypes.read(nested);
    }

    /** Inserts the table; its rule is set apart. */
    public void insert(ConfiguredTable table) {
        String owner = table.owner().text();
        String name = table.name().text();
        handle.execute(
                "INSERT INTO configured_tables (owner, name, path, format) VALUES (?, ?, ?, ?)",
                owner,
                name,
                table.source().path(),
                table.source().format().name());
        table.source()
                .options()
                .forEach((option, setting) -> handle.execute(
                        "INSERT INTO source_options (owner, table_name, name, setting) VALUES (?, ?, ?, ?)",
                        owner,
                        name,
                        option,
                        setting));
        int position = 0;
        for (Column column : table.columns()) {
            handle.execute(
                    "INSERT INTO table_columns (owner, table_name, position, name, name_in_source, kind,"
                            + " type_precision, type_scale, nested_type) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    owner,
                    name,
                    position++,
                    column.name().text(),
                    column.nameInSource(),
                    column.type().kind().name(),
                    column.type().precision(),
                    column.type().scale(),
                    column.type().isNested() ? NestedTypes.written(column.type()) : null);
        }
    }

    public void setRule(Name owner, Name name, AnalysisRule rule) {
        handle.execute(
                "UPDATE configured_tables SET rule_type = ? WHERE owner = ? AND name = ?",
                rule.type(),
                owner.text(),
                name.text());
        rules.replace(owner, name, rule);
    }

    public void delete(Name owner, Name name) {
        handle.execute("DELETE FROM configured_tables WHERE owner = ? AND name = ?", owner.text(), name.text());
    }
}
