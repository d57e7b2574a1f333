package io.cleanroom.server.query;

import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.Progress;
import io.cleanroom.server.engine.RowFile;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.ReleaseGate;
import io.cleanroom.server.results.ArrowRows;
import io.cleanroom.server.results.Drafts;

/** One run into files: every row passes the release gate before it is written, and the files appear when all rows have. */
final class ResultWriting {
    private final Engine engine;
    private final RunSources sources;
    private final Drafts drafts;

    ResultWriting(Engine engine, RunSources sources, Drafts drafts) {
        this.engine = engine;
        this.sources = sources;
        this.drafts = drafts;
    }

    /** The number of rows. */
    long write(Admission.Admitted admitted, Cancellation cancellation, Progress progress) {
        ApprovedQuery query = admitted.query();
        long rows = 0;
        try (ReleaseGate gate = new ReleaseGate(query, sources.start(engine, admitted, cancellation, progress));
                RowFile file = drafts.create(query.columns())) {
            while (gate.next()) {
                throwIfCancelled(cancellation);
                for (int row = 0; row < gate.rowCount(); row++) {
                    file.write(ArrowRows.row(query.columns(), gate.columns(), row));
                }
                rows += gate.rowCount();
            }
            file.finish();
        }
        throwIfCancelled(cancellation);
        drafts.publish();
        return rows;
    }

    private static void throwIfCancelled(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new Problem(Code.CANCELLED, "the query was cancelled");
        }
    }
}
