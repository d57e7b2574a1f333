package io.cleanroom.server.policy;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.EngineSqlReader;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;

/**
 * Reads the engine's SQL back and proves it again: whatever the generator made of the plan, the text that runs is what is
 * proved.
 */
final class SqlVerifier {
    private SqlVerifier() {}

    static void verify(
            String sql,
            List<QuerySource> sources,
            Map<String, SourceRule> rules,
            List<Guard> guards,
            List<Integer> parameters,
            int fields) {
        RelNode plan;
        try {
            plan = EngineSqlReader.read(
                    sql,
                    sources.stream()
                            .collect(java.util.stream.Collectors.toMap(QuerySource::engineName, QuerySource::columns)));
        } catch (RuntimeException e) {
            if (e.getCause() instanceof StackOverflowError) {
                throw new Problem(Code.SYNTAX, "the statement is nested too deeply", e);
            }
            OutputVerifier.NotProved notProved = new OutputVerifier.NotProved("the engine's SQL cannot be read back");
            notProved.initCause(e);
            throw notProved;
        }
        if (plan.getRowType().getFieldCount() != fields) {
            throw new OutputVerifier.NotProved("the engine's SQL has "
                    + plan.getRowType().getFieldCount() + " columns where the plan has " + fields);
        }
        OutputVerifier.verify(plan, rules, guards, parameters);
    }
}
