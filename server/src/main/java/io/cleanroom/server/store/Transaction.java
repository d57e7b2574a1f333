package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.SharedTable;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One transaction and the repositories in it; void once the work it was handed to has returned. */
public final class Transaction {
    private final Handle handle;
    private boolean definitionsChanged;

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** For repositories of other packages. */
    public Handle handle() {
        return handle;
    }

    public Members members() {
        return new Members(handle);
    }

    public Users users() {
        return new Users(handle);
    }

    public AccessTokens accessTokens() {
        return new AccessTokens(handle);
    }

    public Collaborations collaborations() {
        return new Collaborations(handle);
    }

    public ConfiguredTables tables() {
        return new ConfiguredTables(handle);
    }

    public Associations associations() {
        return new Associations(handle);
    }

    public Templates templates() {
        return new Templates(handle);
    }

    public Approvals approvals() {
        return new Approvals(handle);
    }

    public AccessBudgets budgets() {
        return new AccessBudgets(handle);
    }

    /** Says that this transaction changes a definition, so that the version grows. */
    public void definitionChanges() {
        definitionsChanged = true;
    }

    boolean definitionsChanged() {
        return definitionsChanged;
    }

    /** Everything that decides a query in the collaboration. */
    public Optional<Room> room(Name name) {
        return collaborations().find(name).map(this::room);
    }

    private Room room(Collaboration collaboration) {
        long version = handle.createQuery("SELECT version FROM store_state WHERE id = 1")
                .mapTo(Long.class)
                .one();
        List<SharedTable> shared = associations().of(collaboration.name()).stream()
                .map(a -> new SharedTable(
                        a, tables().get(a.owner(), a.table()), budgets().of(a.owner(), a.table())))
                .toList();
        return new Room(
                version,
                collaboration,
                shared,
                templates().of(collaboration.name()),
                approvals().of(collaboration.name()));
    }
}
