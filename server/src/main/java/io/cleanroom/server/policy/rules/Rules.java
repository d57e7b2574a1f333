package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import java.util.List;

/** Every rule, in the order in which reasons are shown: first what is out of the question, then what can be mended. */
public final class Rules {
    private Rules() {}

    public static List<Check> inOrder() {
        return List.of(
                new ClosedWorld(),
                new RuleTypeSupported(),
                new TemplateApproved(),
                new TemplatesOnly(),
                new ResultReceivers(),
                new InnerJoin(),
                new JoinColumn(),
                new JoinLinked(),
                new JoinOperator(),
                new JoinRequired(),
                new AntiJoin(),
                new RowOperator(),
                new ReleasedStaysReleased(),
                new DimensionColumn(),
                new ScalarFunction(),
                new AggregateArgument(),
                new AggregateFunction(),
                new GroupingSets(),
                new AggregatesOnly());
    }
}
