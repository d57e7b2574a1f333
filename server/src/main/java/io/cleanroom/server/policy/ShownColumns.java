package io.cleanroom.server.policy;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * What an Aggregate over rows shows, for the verifier. Of a list table: LIST columns as they are and nothing else, below no
 * aggregate function but the counters of minimums. Of a CUSTOM table: nothing that says whom a row is about, other than
 * counted.
 */
final class ShownColumns {
    private ShownColumns() {}

    static void prove(Aggregate aggregate, Proof input, List<SourceRule> scans) {
        for (int key : aggregate.getGroupSet()) {
            Proof.Known known = input.fields().get(key);
            noIdentity(Proof.union(known.equals(), known.bases()), scans);
            list(known, scans);
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            boolean counts = call.getAggregation().equals(SqlStdOperatorTable.COUNT);
            boolean estimates = call.getAggregation().getName().equals("APPROX_COUNT_DISTINCT");
            for (int argument : call.getArgList()) {
                Proof.Known known = input.fields().get(argument);
                boolean column = known.content() == Proof.Known.Content.COLUMN;
                if (!column || !(counts || estimates)) {
                    noIdentity(Proof.union(known.equals(), known.bases()), scans);
                }
                if (!column || !counts) {
                    noList(known.bases(), scans);
                }
            }
            boolean stars = call.getArgList().isEmpty();
            if (stars && input.rows().stream().anyMatch(scan -> isList(scan, scans))) {
                throw new OutputVerifier.NotProved("rows of a list table are counted");
            }
        }
    }

    private static boolean isList(int scan, List<SourceRule> scans) {
        return scans.get(scan).kind() == SourceRule.Kind.LIST;
    }

    private static void noIdentity(Set<Proof.Cell> cells, List<SourceRule> scans) {
        for (Proof.Cell cell : cells) {
            if (scans.get(cell.scan()).identities().contains(cell.column())) {
                throw new OutputVerifier.NotProved("an identity column is shown");
            }
        }
    }

    private static void noList(Set<Proof.Cell> cells, List<SourceRule> scans) {
        if (cells.stream().anyMatch(cell -> isList(cell.scan(), scans))) {
            throw new OutputVerifier.NotProved("a column of a list table is aggregated");
        }
    }

    private static void list(Proof.Known key, List<SourceRule> scans) {
        for (Proof.Cell cell : Proof.union(key.bases(), key.equals())) {
            if (isList(cell.scan(), scans)) {
                boolean itself =
                        key.bases().equals(Set.of(cell)) && key.equals().contains(cell);
                boolean listed = scans.get(cell.scan()).listed().contains(cell.column());
                if (!listed || (key.bases().contains(cell) && !itself)) {
                    throw new OutputVerifier.NotProved("a list table shows something other than a LIST column");
                }
            }
        }
    }
}
