package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.sql.CleanroomOperators;
import io.cleanroom.server.sql.CleanroomTypeSystem;
import io.cleanroom.server.sql.DateFunctions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.FrameworkConfig;
import org.apache.calcite.tools.Frameworks;
import org.apache.calcite.tools.Planner;
import org.jspecify.annotations.Nullable;

/** Plans from SQL text over a small schema, with the type system that the server uses. */
final class Plans {

    private final FrameworkConfig config;

    /** Tables by name; columns by name, written as {@code "DECIMAL(10, 2)"} is in {@code ColumnType.sql()}. */
    Plans(Map<String, Map<String, SqlTypeName>> tables, Map<String, int[]> digits) {
        SchemaPlus schema = Frameworks.createRootSchema(false);
        tables.forEach((name, columns) -> schema.add(name, new AbstractTable() {
            @Override
            public RelDataType getRowType(RelDataTypeFactory types) {
                RelDataTypeFactory.Builder row = types.builder();
                columns.forEach((column, type) -> {
                    int[] size = digits.get(column);
                    RelDataType plain = size == null
                            ? type == SqlTypeName.TIMESTAMP ? types.createSqlType(type, 6) : types.createSqlType(type)
                            : types.createSqlType(type, size[0], size[1]);
                    row.add(column, types.createTypeWithNullability(plain, true));
                });
                return row.build();
            }
        }));
        // All that Calcite has, so that more is tested here than is allowed today; but our own division.
        SqlOperatorTable standard = new SqlOperatorTable() {
            @Override
            public void lookupOperatorOverloads(
                    SqlIdentifier name,
                    @Nullable SqlFunctionCategory category,
                    SqlSyntax syntax,
                    List<SqlOperator> found,
                    SqlNameMatcher matcher) {
                SqlStdOperatorTable.instance().lookupOperatorOverloads(name, category, syntax, found, matcher);
                found.remove(SqlStdOperatorTable.DIVIDE);
            }

            @Override
            public List<SqlOperator> getOperatorList() {
                return SqlStdOperatorTable.instance().getOperatorList();
            }
        };
        SqlOperatorTable functions = SqlOperatorTables.chain(
                standard,
                SqlOperatorTables.of(
                        CleanroomOperators.DIVIDE,
                        DateFunctions.DATE_TRUNC,
                        SqlLibraryOperators.ILIKE,
                        SqlLibraryOperators.GREATEST,
                        SqlLibraryOperators.LEAST,
                        SqlLibraryOperators.LEFT,
                        SqlLibraryOperators.RIGHT,
                        SqlLibraryOperators.LPAD,
                        SqlLibraryOperators.SPLIT_PART,
                        SqlLibraryOperators.CONCAT_FUNCTION_WITH_NULL,
                        SqlLibraryOperators.LTRIM,
                        SqlLibraryOperators.RTRIM));
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        properties.setProperty(CalciteConnectionProperty.CONFORMANCE.camelName(), SqlConformanceEnum.LENIENT.name());
        properties.setProperty(CalciteConnectionProperty.DEFAULT_NULL_COLLATION.camelName(), NullCollation.LAST.name());
        config = Frameworks.newConfigBuilder()
                .parserConfig(parser())
                .defaultSchema(schema)
                .typeSystem(CleanroomTypeSystem.INSTANCE)
                .operatorTable(functions)
                .sqlToRelConverterConfig(
                        SqlToRelConverter.config().withExpand(false).withTrimUnusedFields(false))
                .context(Contexts.of(new CalciteConnectionConfigImpl(properties)))
                .build();
    }

    static SqlParser.Config parser() {
        return SqlParser.config()
                .withQuoting(Quoting.DOUBLE_QUOTE)
                .withUnquotedCasing(Casing.TO_LOWER)
                .withQuotedCasing(Casing.UNCHANGED)
                .withCaseSensitive(false)
                .withConformance(SqlConformanceEnum.LENIENT)
                .withIdentifierMaxLength(256);
    }

    RelNode plan(String sql) {
        try (Planner planner = Frameworks.getPlanner(config)) {
            SqlNode validated = planner.validate(planner.parse(sql));
            RelRoot root = planner.rel(validated);
            return root.project();
        } catch (org.apache.calcite.sql.parser.SqlParseException
                | org.apache.calcite.tools.ValidationException
                | org.apache.calcite.tools.RelConversionException e) {
            throw new IllegalArgumentException(sql, e);
        }
    }
}
