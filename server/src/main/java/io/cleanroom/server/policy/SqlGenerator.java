package io.cleanroom.server.policy;

import java.util.List;
import org.apache.calcite.rel.RelNode;

/** An engine's way of writing a verified plan as its SQL. Deterministic; never optimises. */
public interface SqlGenerator {
    /**
     * Writes the plan. Table scans carry qualified names of one part, {@link QuerySource#engineName()}; the root's fields
     * are written under their field names, in order, each cast to its declared type.
     */
    GeneratedSql generate(RelNode plan);

    /**
     * Text with {@code ?} markers; {@code parameterOrder.get(i)} is the index of the dynamic parameter that the i-th marker
     * stands for (one parameter may be written several times).
     */
    record GeneratedSql(String text, List<Integer> parameterOrder) {
        public GeneratedSql {
            parameterOrder = List.copyOf(parameterOrder);
        }
    }
}
