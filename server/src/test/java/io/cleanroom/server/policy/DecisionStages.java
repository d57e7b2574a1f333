package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.engine.duckdb.DuckDbSql;
import io.cleanroom.server.policy.rules.Rules;
import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;

/** The stages of one decision one after the other, as {@link PolicyEngine} has them, each with its time. */
public final class DecisionStages {
    /** What is measured, in this order; milliseconds. Verify is the proof of the plan and of the generated text. */
    public static final List<String> NAMES = List.of("parse", "bind", "check", "rewrite", "verify", "generate");

    private final Room room;
    private final String sql;
    private final List<Double> millis = new ArrayList<>();
    private long begin;

    private DecisionStages(Room room, String sql) {
        this.room = room;
        this.sql = sql;
    }

    /** Milliseconds of each stage; fails if the query is refused, or decided otherwise than the server decides it. */
    public static List<Double> of(String variant, String sql) {
        Room room = RetailRoom.variant(variant);
        DecisionStages stages = new DecisionStages(room, sql);
        String text = stages.run();
        if (!(RetailRoom.decide(room, sql) instanceof Decision.Approved approved)
                || !approved.query().sql().equals(text)) {
            throw new IllegalStateException("the stages do not decide as the server does: " + sql);
        }
        return List.copyOf(stages.millis);
    }

    private String run() {
        begin = System.nanoTime();
        SqlText.parse(sql);
        double parse = lap();
        BoundQuery query = RetailRoom.bind(room, sql);
        // Binding parses for itself here.
        double bind = Math.max(0, lap() - parse);

        RelNode plan = PolicyEngine.form(query.plan());
        QueryAnalysis analysis = QueryAnalysis.of(plan);
        Facts facts = new Facts(
                query.runner(),
                new TreeSet<>(Set.of(query.runner())),
                room,
                query.templates(),
                analysis.facts(),
                query.positions());
        List<Reason> against = new ArrayList<>();
        Rules.inOrder().forEach(check -> check.check(facts, against::add));
        if (!against.isEmpty()) {
            throw new IllegalStateException(against.toString());
        }
        double check = lap();
        RelNode ordered = CanonicalOrder.of(plan, query.columns().size());
        ThresholdRewrite.Enforced enforced = ThresholdRewrite.enforce(ordered, QueryAnalysis.of(ordered));
        double rewrite = lap();
        Map<String, SourceRule> rules = SourceRule.of(enforced.sources(), query.runner());
        OutputVerifier.verify(enforced.plan(), rules, enforced.guards());
        double verify = lap();
        SqlGenerator.GeneratedSql generated = new DuckDbSql().generate(enforced.plan());
        double generate = lap();
        SqlVerifier.verify(
                generated.text(),
                enforced.sources(),
                rules,
                enforced.guards(),
                generated.parameterOrder(),
                enforced.plan().getRowType().getFieldCount());
        millis.addAll(List.of(parse, bind, check, rewrite, verify + lap(), generate));
        return generated.text();
    }

    private double lap() {
        long now = System.nanoTime();
        double lap = (now - begin) / 1e6;
        begin = now;
        return lap;
    }
}
