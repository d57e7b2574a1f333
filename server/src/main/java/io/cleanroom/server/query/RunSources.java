package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.definition.SourceResolver;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.Progress;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.engine.SourceNotReady;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.GuardedResult;
import io.cleanroom.server.policy.QuerySource;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.store.Store;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An admitted query as one execution: its members' files as they are at this moment. */
final class RunSources {
    private static final Logger LOG = LoggerFactory.getLogger(RunSources.class);

    private final Store store;
    private final SourceResolver sources;

    RunSources(Store store, SourceResolver sources) {
        this.store = store;
        this.sources = sources;
    }

    /** Starts it on the engine; 55000 if the files of a table are not as its owner defined them. */
    GuardedResult start(Engine engine, Admission.Admitted admitted, Cancellation cancellation, Progress progress) {
        try {
            return engine.execute(run(admitted, cancellation, progress));
        } catch (SourceNotReady e) {
            QuerySource.Files source = admitted.query().sources().stream()
                    .filter(QuerySource.Files.class::isInstance)
                    .map(QuerySource.Files.class::cast)
                    .filter(s -> s.engineName().equals(e.engineName()))
                    .findFirst()
                    .orElseThrow();
            LOG.warn("a source of {} is not ready: {}", source.table().owner(), Failures.kinds(e));
            throw notReady(source, admitted.bound(), e.code());
        }
    }

    private Engine.Run run(Admission.Admitted admitted, Cancellation cancellation, Progress progress) {
        return new Engine.Run(
                admitted.query(),
                admitted.bound().room().map(r -> r.collaboration().name()).orElseThrow(),
                files(admitted),
                Map.of(),
                admitted.parameters(),
                cancellation,
                progress);
    }

    private Map<String, SourceFiles> files(Admission.Admitted admitted) {
        Map<String, SourceFiles> files = new HashMap<>();
        for (QuerySource source : admitted.query().sources()) {
            if (source instanceof QuerySource.Files named) {
                Member owner = store.read(t -> t.members().find(named.table().owner()))
                        .orElseThrow(() -> notReady(named, admitted.bound(), SourceNotReady.Code.SOURCE_UNREADABLE));
                try {
                    files.put(
                            named.engineName(),
                            sources.resolve(owner, named.table().source()));
                } catch (Problem e) {
                    LOG.warn("a source of {} cannot be read: {}", named.table().owner(), Failures.kinds(e));
                    throw notReady(named, admitted.bound(), SourceNotReady.Code.SOURCE_UNREADABLE);
                }
            }
        }
        return files;
    }

    private static Problem notReady(QuerySource.Files source, BoundQuery bound, SourceNotReady.Code code) {
        String alias = bound.tables().stream()
                .map(t -> t.shared())
                .filter(t -> t.table().equals(source.table()))
                .map(SharedTable::alias)
                .map(Name::sql)
                .findFirst()
                .orElse("a table");
        return new Problem(
                Code.NOT_READY,
                "table " + alias + " is not ready: " + code + "; its owner sees why in system.readiness");
    }
}
