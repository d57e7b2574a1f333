package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.policy.QuerySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The open instances: one for each collaboration and set of files, as long as neither the files nor the definitions change.
 * An instance is closed when nobody uses it and it is outdated, idle for long, or one too many.
 */
final class Instances implements AutoCloseable {
    static final int MAXIMUM_IDLE = 8;
    static final Duration IDLE = Duration.ofMinutes(10);

    private record FileState(Path path, long size, FileTime modified) {}

    private record TableState(List<FileState> files, SortedMap<String, String> options, List<Column> columns) {}

    private record Key(@Nullable Name room, SortedMap<String, TableState> tables) {
        boolean isOlderStateOf(Key other) {
            return !equals(other)
                    && String.valueOf(room).equals(String.valueOf(other.room))
                    && tables.keySet().equals(other.tables.keySet());
        }
    }

    private static final class Entry {
        @Nullable
        Instance instance;

        int users;
        boolean outdated;
        long idleSince;
    }

    /** A connection to an instance that stays open until the lease is closed. */
    final class Lease implements AutoCloseable {
        private final Key key;
        private final Entry entry;
        private final DuckDBConnection connection;
        private boolean closed;

        private Lease(Key key, Entry entry, DuckDBConnection connection) {
            this.key = key;
            this.entry = entry;
            this.connection = connection;
        }

        DuckDBConnection connection() {
            return connection;
        }

        @Override
        public void close() throws SQLException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                connection.close();
            } finally {
                release(key, entry);
            }
        }
    }

    private final DuckDbConfig config;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    Instances(DuckDbConfig config) {
        this.config = config;
    }

    Lease lease(@Nullable Name room, List<QuerySource.Files> sources, Map<String, SourceFiles> files)
            throws SQLException {
        SortedMap<String, TableState> tables = new TreeMap<>();
        for (QuerySource.Files source : sources) {
            tables.put(source.engineName(), state(source, SourceViews.filesOf(source, files)));
        }
        Key key = new Key(room, tables);
        Entry entry = enter(key);
        try {
            return new Lease(key, entry, opened(entry, sources, files).connect());
        } catch (SQLException | RuntimeException e) {
            release(key, entry);
            throw e;
        }
    }

    private static TableState state(QuerySource.Files source, SourceFiles files) {
        List<FileState> states = new ArrayList<>();
        for (Path path : files.paths()) {
            try {
                states.add(new FileState(path, Files.size(path), Files.getLastModifiedTime(path)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new TableState(states, files.options(), source.columns());
    }

    private synchronized Entry enter(Key key) {
        entries.forEach((other, entry) -> entry.outdated |= other.isOlderStateOf(key));
        sweep();
        Entry entry = entries.computeIfAbsent(key, unused -> new Entry());
        entry.outdated = false;
        entry.users++;
        return entry;
    }

    /** Opening takes tens of milliseconds; only those who wait for the same instance wait. */
    private Instance opened(Entry entry, List<QuerySource.Files> sources, Map<String, SourceFiles> files)
            throws SQLException {
        synchronized (entry) {
            Instance instance = entry.instance;
            if (instance == null) {
                instance = Instance.open(config, sources, files);
                entry.instance = instance;
            }
            return instance;
        }
    }

    private synchronized void release(Key key, Entry entry) {
        entry.users--;
        entry.idleSince = System.nanoTime();
        if (entry.instance == null && entry.users == 0) {
            entries.remove(key, entry);
        }
        sweep();
    }

    /** Closes what nobody uses and nobody is likely to. */
    synchronized void sweep() {
        long now = System.nanoTime();
        long idle = entries.values().stream().filter(entry -> entry.users == 0).count();
        Iterator<Entry> leastRecentFirst = entries.values().iterator();
        while (leastRecentFirst.hasNext()) {
            Entry entry = leastRecentFirst.next();
            boolean old = now - entry.idleSince > IDLE.toNanos();
            if (entry.users == 0 && (entry.outdated || old || idle > MAXIMUM_IDLE)) {
                leastRecentFirst.remove();
                idle--;
                close(entry);
            }
        }
    }

    private static void close(Entry entry) {
        Instance instance = entry.instance;
        if (instance != null) {
            instance.close();
        }
    }

    synchronized int size() {
        return entries.size();
    }

    /** Runs that are under way fail; the engine cancels them first. */
    @Override
    public synchronized void close() {
        entries.values().forEach(Instances::close);
        entries.clear();
    }
}
