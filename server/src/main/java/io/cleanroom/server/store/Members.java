package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The members by name. */
public final class Members {
    private final Handle handle;

    Members(Handle handle) {
        this.handle = handle;
    }

    public List<Member> all() {
        return handle.createQuery("SELECT * FROM members ORDER BY name")
                .map((row, context) -> member(row))
                .list();
    }

    public Optional<Member> find(Name name) {
        return handle.createQuery("SELECT * FROM members WHERE name = :name")
                .bind("name", name.text())
                .map((row, context) -> member(row))
                .findOne();
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(Rows.name(row, "name"), row.getString("data_location"), row.getString("result_location"));
    }

    public void insert(Member member) {
        handle.execute(
                "INSERT INTO members (name, data_location, result_location) VALUES (?, ?, ?)",
                member.name().text(),
                member.dataLocation(),
                member.resultLocation());
    }

    public void delete(Name name) {
        handle.execute("DELETE FROM members WHERE name = ?", name.text());
    }
}
