package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Collaborations with their memberships, the creator's first. */
public final class Collaborations {
    private final Handle handle;

    Collaborations(Handle handle) {
        this.handle = handle;
    }

    public List<Collaboration> all() {
        return handle.createQuery("SELECT name FROM collaborations ORDER BY name").mapTo(String.class).list().stream()
                .map(name -> withMemberships(Name.of(name)))
                .toList();
    }

    /** Those that list the member, whatever its status. */
    public List<Collaboration> listing(Name member) {
        return handle
                .createQuery("SELECT collaboration FROM memberships WHERE member = :member ORDER BY collaboration")
                .bind("member", member.text())
                .mapTo(String.class)
                .list()
                .stream()
                .map(name -> withMemberships(Name.of(name)))
                .toList();
    }

    public Optional<Collaboration> find(Name name) {
        return handle.createQuery("SELECT name FROM collaborations WHERE name = :name")
                .bind("name", name.text())
                .mapTo(String.class)
                .findOne()
                .map(found -> withMemberships(name));
    }

    private Collaboration withMemberships(Name name) {
        return new Collaboration(
                name,
                handle.createQuery("SELECT * FROM memberships WHERE collaboration = :name ORDER BY position")
                        .bind("name", name.text())
                        .map((row, context) -> membership(row))
                        .list());
    }

    private static Membership membership(ResultSet row) throws SQLException {
        return new Membership(
                Rows.name(row, "member"),
                Rows.words(Ability.class, row.getString("abilities")),
                Membership.Status.valueOf(row.getString("status")));
    }

    public void insert(Collaboration collaboration) {
        handle.execute(
                "INSERT INTO collaborations (name) VALUES (?)",
                collaboration.name().text());
        int position = 0;
        for (Membership membership : collaboration.memberships()) {
            handle.execute(
                    "INSERT INTO memberships (collaboration, position, member, abilities, status)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    collaboration.name().text(),
                    position++,
                    membership.member().text(),
                    Rows.words(membership.abilities()),
                    membership.status().name());
        }
    }

    public void setStatus(Name collaboration, Name member, Membership.Status status) {
        handle.execute(
                "UPDATE memberships SET status = ? WHERE collaboration = ? AND member = ?",
                status.name(),
                collaboration.text(),
                member.text());
    }

    /** Drops it with its associations, templates and approvals. */
    public void delete(Name name) {
        handle.execute("DELETE FROM collaborations WHERE name = ?", name.text());
    }
}
