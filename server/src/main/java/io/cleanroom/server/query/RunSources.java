package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.definition.SourceResolver;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.Progress;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
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

    Engine.Run run(Admission.Admitted admitted, Cancellation cancellation, Progress progress) {
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
                        .orElseThrow(() -> notReady(named, admitted.bound()));
                try {
                    files.put(
                            named.engineName(),
                            sources.resolve(owner, named.table().source()));
                } catch (Problem e) {
                    LOG.warn("a source of {} cannot be read: {}", named.table().owner(), Failures.kinds(e));
                    throw notReady(named, admitted.bound());
                }
            }
        }
        return files;
    }

    private static Problem notReady(QuerySource.Files source, BoundQuery bound) {
        String alias = bound.tables().stream()
                .map(t -> t.shared())
                .filter(t -> t.table().equals(source.table()))
                .map(SharedTable::alias)
                .map(Name::sql)
                .findFirst()
                .orElse("a table");
        return new Problem(
                Code.NOT_READY,
                "table " + alias + " is not ready: SOURCE_UNREADABLE; its owner sees why in system.readiness");
    }
}
