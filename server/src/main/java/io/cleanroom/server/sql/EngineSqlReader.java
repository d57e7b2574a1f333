package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Column;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/** Reads SQL that an engine's generator wrote back into a plan over the engine's own names, for a second proof. */
public final class EngineSqlReader {
    private EngineSqlReader() {}

    /** Fails with any exception of Calcite's on text that it cannot read; the caller refuses then. */
    public static RelNode read(String sql, Map<String, List<Column>> sources) {
        JavaTypeFactoryImpl types = new JavaTypeFactoryImpl(CleanroomTypeSystem.INSTANCE);
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        sources.forEach((name, columns) -> root.add(name, new BoundTable.OfSystem(name, columns)));
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        CalciteCatalogReader reader =
                new CalciteCatalogReader(root, List.of(), types, new CalciteConnectionConfigImpl(properties));
        SqlValidator validator = SqlValidatorUtil.newValidator(
                SqlOperatorTables.chain(
                        AllowedFunctions.table(),
                        SqlOperatorTables.of(
                                SqlLibraryOperators.TRY_CAST, org.apache.calcite.sql.fun.SqlStdOperatorTable.DIVIDE),
                        EngineFunctions.TABLE),
                reader,
                types,
                SqlValidator.Config.DEFAULT
                        .withConformance(SqlConformanceEnum.LENIENT)
                        .withIdentifierExpansion(true)
                        .withCallRewrite(false));
        SqlNode validated = validator.validate(SqlText.parseNode(sql));
        return PlanConversion.convert(validated, validator, reader, types).project(false);
    }
}
