package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Association;
import io.cleanroom.server.collaboration.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Which configured tables a collaboration holds, by alias. */
public final class Associations {
    private final Handle handle;

    Associations(Handle handle) {
        this.handle = handle;
    }

    public List<Association> of(Name collaboration) {
        return handle.createQuery("SELECT * FROM associations WHERE collaboration = :collaboration ORDER BY alias")
                .bind("collaboration", collaboration.text())
                .map((row, context) -> association(row))
                .list();
    }

    /** Those of one configured table, in all collaborations. */
    public List<Association> of(Name owner, Name table) {
        return handle.createQuery("SELECT * FROM associations WHERE owner = :owner AND table_name = :table"
                        + " ORDER BY collaboration, alias")
                .bind("owner", owner.text())
                .bind("table", table.text())
                .map((row, context) -> association(row))
                .list();
    }

    private Association association(ResultSet row) throws SQLException {
        Name collaboration = Rows.name(row, "collaboration");
        Name alias = Rows.name(row, "alias");
        return new Association(
                Rows.name(row, "owner"),
                Rows.name(row, "table_name"),
                collaboration,
                alias,
                receivers(collaboration, alias));
    }

    private SortedSet<Name> receivers(Name collaboration, Name alias) {
        return new TreeSet<>(handle.createQuery(
                        "SELECT member FROM association_receivers WHERE collaboration = :collaboration AND alias = :alias")
                .bind("collaboration", collaboration.text())
                .bind("alias", alias.text())
                .map((row, context) -> Rows.name(row, "member"))
                .list());
    }

    public void insert(Association association) {
        String collaboration = association.collaboration().text();
        String alias = association.alias().text();
        handle.execute(
                "INSERT INTO associations (collaboration, alias, owner, table_name) VALUES (?, ?, ?, ?)",
                collaboration,
                alias,
                association.owner().text(),
                association.table().text());
        association
                .receivers()
                .forEach(member -> handle.execute(
                        "INSERT INTO association_receivers (collaboration, alias, member) VALUES (?, ?, ?)",
                        collaboration,
                        alias,
                        member.text()));
    }

    public void delete(Name collaboration, Name alias) {
        handle.execute(
                "DELETE FROM associations WHERE collaboration = ? AND alias = ?", collaboration.text(), alias.text());
    }

    public void deleteOf(Name collaboration, Name owner) {
        handle.execute(
                "DELETE FROM associations WHERE collaboration = ? AND owner = ?", collaboration.text(), owner.text());
    }
}
