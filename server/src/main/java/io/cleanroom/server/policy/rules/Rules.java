package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import java.util.List;

/** Every rule, in the order in which reasons are shown: first what is out of the question, then what can be mended. */
public final class Rules {
    private Rules() {}

    public static List<Check> inOrder() {
        return List.of(
                new ClosedWorld(),
                new TemplateApproved(),
                new TemplatesOnly(),
                new ResultReceivers(),
                new TableCount(),
                new AggregatesOnly(),
                new ReleasedStaysReleased(),
                new IdentityColumn(),
                new InnerJoin(),
                new JoinColumn(),
                new JoinLinked(),
                new JoinOperator(),
                new JoinRequired(),
                new AntiJoin(),
                new RowOperator(),
                new PersonWindow(),
                new SingleValue(),
                new DimensionColumn(),
                new ComparisonWithLiterals(),
                new ComparisonWithColumns(),
                new ScalarFunction(),
                new ListOutput(),
                new AggregateArgument(),
                new AggregateFunction(),
                new GroupingSets(),
                new DisallowedOutput());
    }

    /** What a question about column types must pass, which reads no data. */
    public static List<Check> ofProbes() {
        return List.of(new TemplateApproved(), new TemplatesOnly());
    }
}
