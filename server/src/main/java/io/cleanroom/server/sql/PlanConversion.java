package io.cleanroom.server.sql;

import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;

/**
 * Validated tree to plan, without any simplification: what is judged, or proved, is what was written. One conversion serves
 * the members' text and the engine's, so that the second proof reads as the first decision did.
 */
final class PlanConversion {
    private static final SqlToRelConverter.Config CONFIG = SqlToRelConverter.config()
            .withExpand(false)
            .withTrimUnusedFields(false)
            // An IN list stays a condition: as a join with VALUES it would look like a join with unprotected rows.
            .withInSubQueryThreshold(Integer.MAX_VALUE)
            .withRelBuilderConfigTransform(config -> RelBuilder.Config.DEFAULT
                    .withSimplify(false)
                    .withSimplifyLimit(false)
                    .withSimplifyValues(false)
                    .withBloat(-1)
                    .withPruneInputOfAggregate(false)
                    .withDedupAggregateCalls(false)
                    .withPushJoinCondition(false)
                    .withAggregateUnique(true));

    private PlanConversion() {}

    static RelRoot convert(
            SqlNode validated, SqlValidator validator, CalciteCatalogReader reader, JavaTypeFactoryImpl types) {
        RexBuilder rex = new RexBuilder(types);
        RelOptCluster cluster =
                RelOptCluster.create(new HepPlanner(HepProgram.builder().build()), rex);
        SqlToRelConverter converter = new SqlToRelConverter(
                (rowType, queryString, schemaPath, viewPath) -> {
                    throw new IllegalStateException("there are no views");
                },
                validator,
                reader,
                cluster,
                Convertlets.INSTANCE,
                CONFIG);
        RelRoot root = converter.convertQuery(validated, false, true);
        return root.withRel(WindowSums.of(root.rel, rex));
    }
}
