package io.cleanroom.server.policy;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.SourcePositions;
import java.util.List;
import java.util.stream.Collectors;

/** The one answer to "may it run, and in what form"; depends on the query and the definitions, never on data. */
public sealed interface Decision {
    /** Not in this form; at least one reason. */
    record Refused(List<Reason> reasons, SourcePositions positions) implements Decision {
        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal has a reason");
            }
        }

        /** What the runner is told: not ready if nothing stands against the query but missing approvals, else refused. */
        public Problem problem() {
            boolean waits = reasons.stream().allMatch(Reason::isReadiness);
            return new Problem(waits ? Code.NOT_READY : Code.REFUSED, text());
        }

        /** The first line says all that matters; every reason follows with its place. */
        public String text() {
            Reason first = reasons.get(0);
            String more = reasons.size() == 1 ? "" : " (and " + (reasons.size() - 1) + " more)";
            return "refused: " + first.what() + more + "\n"
                    + reasons.stream().map(r -> r.text(positions)).collect(Collectors.joining("\n"));
        }
    }

    /** In the enforced form, with the thresholds that apply. */
    record Approved(ApprovedQuery query, List<String> thresholds) implements Decision {
        public Approved {
            thresholds = List.copyOf(thresholds);
        }
    }
}
