package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.UserName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Owners' consents to templates, at most one an owner and template, and how often each was used. */
public final class Approvals {
    private final Handle handle;

    Approvals(Handle handle) {
        this.handle = handle;
    }

    public List<Approval> of(Name collaboration) {
        return handle.createQuery(
                        "SELECT * FROM approvals WHERE collaboration = :collaboration ORDER BY template, owner")
                .bind("collaboration", collaboration.text())
                .map((row, context) -> approval(row))
                .list();
    }

    private static Approval approval(ResultSet row) throws SQLException {
        return new Approval(
                Rows.name(row, "collaboration"),
                Rows.name(row, "template"),
                Rows.name(row, "owner"),
                new Sha256(row.getString("hash")),
                UserName.parse(row.getString("approved_by")),
                Rows.time(row, "approved_at"),
                Rows.optionalTime(row, "expires_at"),
                Rows.optionalInt(row, "maximum_runs"),
                row.getString("runners").lines().map(Name::of).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The runs begun under the approval since it was given. */
    public int runs(Approval approval) {
        return handle.createQuery("SELECT runs FROM approvals WHERE collaboration = :collaboration"
                        + " AND template = :template AND owner = :owner")
                .bind("collaboration", approval.collaboration().text())
                .bind("template", approval.template().text())
                .bind("owner", approval.owner().text())
                .mapTo(Integer.class)
                .one();
    }

    /** Counts a run against every approval of the template. */
    public void countRun(Name collaboration, Name template) {
        handle.execute(
                "UPDATE approvals SET runs = runs + 1 WHERE collaboration = ? AND template = ?",
                collaboration.text(),
                template.text());
    }

    /** What an owner read when it approved: the template's canonical text, and the tables' as far as the owner sees them. */
    public record Approved(String template, String tables) {}

    /** Empty for approvals of a server that did not keep it. */
    public Optional<Approved> approved(Approval approval) {
        return handle.select(
                        "SELECT approved_template, approved_tables FROM approvals WHERE collaboration = ?"
                                + " AND template = ? AND owner = ? AND approved_template IS NOT NULL",
                        approval.collaboration().text(),
                        approval.template().text(),
                        approval.owner().text())
                .map((row, context) ->
                        new Approved(row.getString("approved_template"), row.getString("approved_tables")))
                .findOne();
    }

    /** As {@link #put(Approval)}, and keeps what was read. */
    public void put(Approval approval, Approved read) {
        put(approval);
        handle.execute(
                "UPDATE approvals SET approved_template = ?, approved_tables = ? WHERE collaboration = ?"
                        + " AND template = ? AND owner = ?",
                read.template(),
                read.tables(),
                approval.collaboration().text(),
                approval.template().text(),
                approval.owner().text());
    }

    /** Replaces the owner's approval, if any; no run has been counted against the new one. */
    public void put(Approval approval) {
        delete(approval.collaboration(), approval.template(), approval.owner());
        handle.execute(
                "INSERT INTO approvals (collaboration, template, owner, hash, approved_by, approved_at, expires_at,"
                        + " maximum_runs, runs, runners) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
                approval.collaboration().text(),
                approval.template().text(),
                approval.owner().text(),
                approval.hash().hex(),
                approval.by().toString(),
                Rows.time(approval.at()),
                approval.expires().map(Rows::time).orElse(null),
                approval.maximumRuns().orElse(null),
                approval.runners().stream().map(Name::text).collect(Collectors.joining("\n")));
    }

    /** Whether there was one. */
    public boolean delete(Name collaboration, Name template, Name owner) {
        return handle.execute(
                        "DELETE FROM approvals WHERE collaboration = ? AND template = ? AND owner = ?",
                        collaboration.text(),
                        template.text(),
                        owner.text())
                > 0;
    }

    public void deleteOf(Name collaboration, Name owner) {
        handle.execute(
                "DELETE FROM approvals WHERE collaboration = ? AND owner = ?", collaboration.text(), owner.text());
    }
}
