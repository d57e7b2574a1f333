package io.cleanroom.server.store;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The definitions and the evidence, behind transactions. Writers run one after another, in the order of their commits; a
 * reader sees one state of everything. What a write returned is on the disk: it survives {@code kill -9} and power loss.
 *
 * <p>H2 closes itself when a write to its file fails. The failed write then reports that nothing was changed, and the file
 * is opened again, at the last commit that was acknowledged: for readers alone until the disk has space.
 */
public final class Store implements AutoCloseable {
    private static final String DISK_FULL = "the server's disk is full";

    private final StoreConfig config;
    private final Optional<StoreLock> lock;
    private final ReentrantLock writer = new ReentrantLock(true);
    private final Optional<Compaction> compaction;
    private final ReentrantReadWriteLock readers = new ReentrantReadWriteLock(true);
    private final List<Supplier<Runnable>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Database current;
    private boolean closed;

    private Store(StoreConfig config, Optional<StoreLock> lock) {
        this.config = config;
        this.lock = lock;
        this.compaction = config.file().map(file -> new Compaction(file, config.compactedFrom()));
    }

    /** Opens and migrates the store; a Problem of one line says why it cannot. */
    public static Store open(StoreConfig config) {
        Store store = new Store(config, config.file().map(StoreLock::of));
        try {
            store.database();
        } catch (Problem e) {
            store.close();
            throw e;
        }
        return store;
    }

    /** Reads one state of everything. */
    public <T> T read(Function<Transaction, T> work) {
        return reading(jdbi -> jdbi.inTransaction(handle -> work.apply(new Transaction(handle))));
    }

    /** Grows with every change of a definition: equal versions, equal definitions. Cheap enough to ask per query. */
    public long version() {
        return reading(jdbi -> jdbi.withHandle(Store::version));
    }

    /** Not while the file is being copied. */
    private <T> T reading(Function<Jdbi, T> work) {
        readers.readLock().lock();
        try {
            return readingAtMostTwice(work);
        } finally {
            readers.readLock().unlock();
        }
    }

    /** Reads again if the database was closed under the first reader, as it is when a write of another fails. */
    private <T> T readingAtMostTwice(Function<Jdbi, T> work) {
        Database database = database();
        try {
            return work.apply(database.jdbi());
        } catch (JdbiException e) {
            if (!StorageFailure.broken(e) && isCurrent(database)) {
                throw failed(database, e, "");
            }
        }
        discard(database);
        Database reopened = database();
        try {
            return work.apply(reopened.jdbi());
        } catch (JdbiException e) {
            throw failed(reopened, e, "");
        }
    }

    private synchronized boolean isCurrent(Database database) {
        return current == database;
    }

    private static long version(Handle handle) {
        return handle.createQuery("SELECT version FROM store_state WHERE id = 1")
                .mapTo(Long.class)
                .one();
    }

    /** Does the work in one transaction, alone among writers; if it throws, nothing was changed. */
    public <T> T write(Function<Transaction, T> work) {
        if (writer.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write");
        }
        if (readers.getReadHoldCount() > 0) {
            throw new IllegalStateException("a write within a read");
        }
        List<Runnable> followers;
        T result;
        writer.lock();
        try {
            result = commit(work);
            followers = listeners.stream().map(Supplier::get).toList();
        } finally {
            writer.unlock();
        }
        followers.forEach(Runnable::run);
        return result;
    }

    private <T> T commit(Function<Transaction, T> work) {
        Database database = writable();
        String token = UUID.randomUUID().toString();
        Result<T> result = new Result<>();
        try {
            database.jdbi().useHandle(handle -> {
                handle.useTransaction(TransactionIsolationLevel.READ_COMMITTED, h -> {
                    // Locks the row against writers of other servers, and marks the state as ours.
                    h.execute("UPDATE store_state SET last_write = ? WHERE id = 1", token);
                    Transaction transaction = new Transaction(h);
                    result.value = work.apply(transaction);
                    if (transaction.definitionsChanged()) {
                        h.execute("UPDATE store_state SET version = version + 1 WHERE id = 1");
                    }
                });
                if (config.embedded()) {
                    handle.execute("CHECKPOINT SYNC");
                    result.compact = compaction.filter(c -> c.isDue(handle)).isPresent();
                }
            });
        } catch (JdbiException e) {
            if (!StorageFailure.broken(e)) {
                throw failed(database, e, "; nothing was changed");
            }
            discard(database);
            if (!committed(token, e)) {
                throw failed(database, e, "; nothing was changed");
            }
        }
        if (result.compact) {
            compact(database);
        }
        return result.get();
    }

    /** Closes the file for as long as it is copied; readers wait. */
    private void compact(Database database) {
        readers.writeLock().lock();
        try {
            discard(database);
            compaction.ifPresent(Compaction::run);
        } finally {
            readers.writeLock().unlock();
        }
    }

    /** After a failure on the way to the disk, the reopened file alone knows whether the commit reached it. */
    private boolean committed(String token, JdbiException failure) {
        try {
            return read(t -> token.equals(t.handle()
                    .createQuery("SELECT last_write FROM store_state WHERE id = 1")
                    .mapTo(String.class)
                    .one()));
        } catch (Problem e) {
            failure.addSuppressed(e);
            throw failed(null, failure, "; look whether the statement took effect before you repeat it");
        }
    }

    /**
     * Follows each write in the writer's thread. The supplier runs once the write is on the disk, and what it reads is: the
     * next writer waits. What it returns runs while others write, whose commits can be read before they are on the disk.
     * Neither may throw.
     */
    public void afterCommit(Supplier<Runnable> listener) {
        listeners.add(listener);
    }

    private synchronized Database database() {
        if (closed) {
            throw new Problem(Code.SHUTTING_DOWN, "the server is shutting down");
        }
        Database open = current;
        if (open == null) {
            open = open();
            current = open;
        }
        return open;
    }

    private Database open() {
        try {
            return Database.open(config);
        } catch (Problem e) {
            if (e.code() != Code.DISK_FULL || !config.embedded()) {
                throw e;
            }
            return Database.openReadOnly(config);
        }
    }

    /** Tries again whether there is space, if there was none. */
    private Database writable() {
        Database database = database();
        if (database.readOnly()) {
            discard(database);
            database = database();
        }
        if (database.readOnly()) {
            throw new Problem(Code.DISK_FULL, DISK_FULL + "; nothing was changed");
        }
        return database;
    }

    private synchronized void discard(Database broken) {
        if (current == broken) {
            current = null;
        }
        broken.close();
    }

    private Problem failed(@Nullable Database database, JdbiException e, String consequence) {
        if (database != null && StorageFailure.broken(e)) {
            discard(database);
        }
        return StorageFailure.diskFull(e)
                ? new Problem(Code.DISK_FULL, DISK_FULL + consequence, e)
                : new Problem(Code.NOT_COMPLETED, "the server's store failed" + consequence, e);
    }

    @Override
    public void close() {
        writer.lock();
        try {
            synchronized (this) {
                closed = true;
                if (current != null) {
                    current.close();
                    current = null;
                }
            }
            lock.ifPresent(StoreLock::close);
        } finally {
            writer.unlock();
        }
    }

    /** What the work returned; the work may return null where T allows it. */
    private static final class Result<T> {
        private @Nullable T value;
        private boolean compact;

        @SuppressWarnings("NullAway")
        T get() {
            return value;
        }
    }
}
