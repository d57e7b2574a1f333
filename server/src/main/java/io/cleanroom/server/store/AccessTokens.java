package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.UserName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The access tokens of all users; those of a dropped user go with it. */
public final class AccessTokens {
    private final Handle handle;

    AccessTokens(Handle handle) {
        this.handle = handle;
    }

    public List<AccessToken> all() {
        return handle.createQuery("SELECT * FROM access_tokens ORDER BY user_name, name")
                .map((row, context) -> token(row))
                .list();
    }

    public List<AccessToken> of(UserName user) {
        return handle.createQuery("SELECT * FROM access_tokens WHERE user_name = :user ORDER BY name")
                .bind("user", user.toString())
                .map((row, context) -> token(row))
                .list();
    }

    /** The token with that hash, good or not. */
    public Optional<AccessToken> find(Sha256 hash) {
        return handle.createQuery("SELECT * FROM access_tokens WHERE token_hash = :hash")
                .bind("hash", hash.hex())
                .map((row, context) -> token(row))
                .findOne();
    }

    private static AccessToken token(ResultSet row) throws SQLException {
        return new AccessToken(
                UserName.parse(row.getString("user_name")),
                Rows.name(row, "name"),
                new Sha256(row.getString("token_hash")),
                UserName.parse(row.getString("created_by")),
                Rows.time(row, "created_at"),
                Rows.optionalTime(row, "expires_at"),
                Optional.ofNullable(row.getObject("last_used", LocalDate.class)));
    }

    public void insert(AccessToken token) {
        handle.execute(
                "INSERT INTO access_tokens (user_name, name, token_hash, created_by, created_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                token.user().toString(),
                token.name().text(),
                token.hash().hex(),
                token.createdBy().toString(),
                Rows.time(token.createdAt()),
                end(token));
    }

    private static @Nullable Object end(AccessToken token) {
        return token.expires().map(Rows::time).orElse(null);
    }

    public void used(Sha256 hash, LocalDate day) {
        handle.execute("UPDATE access_tokens SET last_used = ? WHERE token_hash = ?", day, hash.hex());
    }

    public void delete(UserName user, Name name) {
        handle.execute("DELETE FROM access_tokens WHERE user_name = ? AND name = ?", user.toString(), name.text());
    }
}
