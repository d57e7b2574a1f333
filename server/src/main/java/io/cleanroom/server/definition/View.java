package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.store.Transaction;
import java.time.Instant;
import java.util.List;

/** What one principal may know, read in one transaction; every system table is made from this and nothing else. */
final class View {
    private final Principal principal;
    private final Instant now;
    private final Transaction transaction;

    View(Principal principal, Instant now, Transaction transaction) {
        this.principal = principal;
        this.now = now;
        this.transaction = transaction;
    }

    Principal principal() {
        return principal;
    }

    boolean isOperator() {
        return principal.isOperator();
    }

    Name member() {
        return principal.member();
    }

    Instant now() {
        return now;
    }

    Transaction transaction() {
        return transaction;
    }

    /** Those that list the member as invited or active; all for the operator. */
    List<Collaboration> collaborations() {
        return isOperator()
                ? transaction.collaborations().all()
                : transaction.collaborations().listing(member()).stream()
                        .filter(c -> status(c) != Membership.Status.LEFT)
                        .toList();
    }

    private Membership.Status status(Collaboration collaboration) {
        return collaboration.membership(member()).map(Membership::status).orElse(Membership.Status.LEFT);
    }

    /** The content of collaborations in which the member takes part; none for the operator. */
    List<Room> rooms() {
        return isOperator()
                ? List.of()
                : collaborations().stream()
                        .filter(c -> status(c) == Membership.Status.ACTIVE)
                        .flatMap(c -> transaction.room(c.name()).stream())
                        .toList();
    }

    /** None for the operator. */
    List<ConfiguredTable> ownTables() {
        return isOperator() ? List.of() : transaction.tables().of(member());
    }

    boolean owns(SharedTable table) {
        return !isOperator() && table.owner().equals(member());
    }

    /** Others' tables as far as they exist for others: with a rule. */
    List<SharedTable> othersTables(Room room) {
        return room.tables().stream()
                .filter(t -> !owns(t) && t.table().rule().isPresent())
                .toList();
    }
}
