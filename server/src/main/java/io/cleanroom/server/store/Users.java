package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.UserName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The users, the operator among them. */
public final class Users {
    private final Handle handle;

    Users(Handle handle) {
        this.handle = handle;
    }

    public List<UserAccount> all() {
        return handle.createQuery("SELECT * FROM users ORDER BY name")
                .map((row, context) -> account(row))
                .list();
    }

    public Optional<UserAccount> find(UserName name) {
        return handle.createQuery("SELECT * FROM users WHERE name = :name")
                .bind("name", name.toString())
                .map((row, context) -> account(row))
                .findOne();
    }

    public boolean anyOf(Name member) {
        return handle.createQuery("SELECT COUNT(*) FROM users WHERE member = :member")
                        .bind("member", member.text())
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private static UserAccount account(ResultSet row) throws SQLException {
        return new UserAccount(
                UserName.parse(row.getString("name")),
                row.getString("password_hash"),
                Rows.words(Role.class, row.getString("roles")));
    }

    public void insert(UserAccount user) {
        handle.execute(
                "INSERT INTO users (name, member, password_hash, roles) VALUES (?, ?, ?, ?)",
                user.name().toString(),
                user.name().isOperator() ? null : user.name().member().text(),
                user.passwordHash(),
                Rows.words(user.roles()));
    }

    public void setPasswordHash(UserName name, String hash) {
        handle.execute("UPDATE users SET password_hash = ? WHERE name = ?", hash, name.toString());
    }

    public void setRoles(UserName name, Set<Role> roles) {
        handle.execute("UPDATE users SET roles = ? WHERE name = ?", Rows.words(roles), name.toString());
    }

    public void delete(UserName name) {
        handle.execute("DELETE FROM users WHERE name = ?", name.toString());
    }
}
