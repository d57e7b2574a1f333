package io.cleanroom.server.policy;

import java.util.function.Consumer;

/** One rule of the policy: reads facts, reports reasons against, changes nothing. */
public interface Check {
    /** Short, lower case, with hyphens; the page of the rule is {@code docs/rules/<id>.md}. */
    String id();

    void check(Facts facts, Consumer<Reason> against);
}
