package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.RowFile;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.GuardedResult;
import io.cleanroom.server.policy.QuerySource;
import io.cleanroom.server.policy.SqlGenerator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** DuckDB in this process. Runs of one collaboration over the same files share an instance; nothing else is shared. */
public final class DuckDbEngine implements Engine {
    private final DuckDbConfig config;
    private final SqlGenerator sql = new DuckDbSql();
    private final BufferAllocator allocator = new RootAllocator();
    private final Instances instances;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "duckdb-stopwatch");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Execution> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public DuckDbEngine(DuckDbConfig config) {
        this.config = config;
        TempDirectories.empty(config.tempDirectory());
        instances = new Instances(config);
        long sweep = Instances.IDLE.toSeconds() / 2;
        var unused = scheduler.scheduleWithFixedDelay(instances::sweep, sweep, sweep, TimeUnit.SECONDS);
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public SqlGenerator sql() {
        return sql;
    }

    @Override
    public SourceColumns describe(SourceFiles files) {
        return new Describer(config).describe(files);
    }

    @Override
    public RowFile parquet(Path file, List<OutputColumn> columns) {
        return ParquetFile.create(config, file, columns);
    }

    /** Returns once the answer is complete in the engine, so that a result that has begun does not fail half way. */
    @Override
    public GuardedResult execute(Run run) {
        if (closed) {
            throw new Problem(Code.SHUTTING_DOWN, "the server is shutting down");
        }
        List<QuerySource> sources = run.query().sources();
        List<QuerySource.Files> files = sources.stream()
                .filter(QuerySource.Files.class::isInstance)
                .map(QuerySource.Files.class::cast)
                .toList();
        if (!files.isEmpty() && files.size() != sources.size()) {
            throw Unsupported.of("members' tables and system tables in one query");
        }
        return Execution.start(
                run,
                () -> instances.lease(files.isEmpty() ? null : run.room(), files, run.files()),
                allocator,
                scheduler,
                config,
                running);
    }

    /** Bytes that results hold outside the heap; 0 when every result is closed. */
    long allocatedBytes() {
        return allocator.getAllocatedMemory();
    }

    /** Runs that are under way are cancelled, and given a moment to end: closing does not interrupt a query by itself. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Execution::cancel);
        for (int i = 0; i < 100 && !running.isEmpty(); i++) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        scheduler.shutdownNow();
        instances.close();
        allocator.close();
    }
}
