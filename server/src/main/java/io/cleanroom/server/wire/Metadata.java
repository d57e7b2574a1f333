package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.query.Catalog;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * The answers of {@link DatabaseMetaData}, made of what exists for the principal and nothing else. There are no catalogs:
 * that column is null, and a question about a named catalog finds nothing.
 */
final class Metadata {
    /** Columns and rows of an answer. */
    record Table(List<OutputColumn> columns, List<@Nullable Object[]> rows) {
        /** All rows at once: a list of names is small, and nothing of it stays open on the server. */
        Meta.Frame frame() {
            List<Object> frame = new ArrayList<>();
            for (@Nullable Object[] row : rows) {
                frame.add(WireValues.row(columns, row, Fraction.MILLIS));
            }
            return new Meta.Frame(0, true, frame);
        }
    }

    private static final ColumnType TEXT = ColumnType.varchar(0);
    private static final ColumnType INT = ColumnType.of(Kind.INTEGER);
    private static final ColumnType SHORT = ColumnType.of(Kind.SMALLINT);
    private static final ColumnType FLAG = ColumnType.of(Kind.BOOLEAN);

    private Metadata() {}

    static Table catalogs() {
        return new Table(columns(TEXT, "TABLE_CAT"), List.of());
    }

    static Table tableTypes() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {"SYSTEM TABLE"});
        rows.add(new Object[] {"TABLE"});
        return new Table(columns(TEXT, "TABLE_TYPE"), rows);
    }

    static Table schemas(Catalog catalog, @Nullable String wantedCatalog, @Nullable String pattern) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Catalog.Schema schema : schemasOf(catalog, wantedCatalog, pattern)) {
            rows.add(new @Nullable Object[] {schema.name().text(), null});
        }
        return new Table(columns(TEXT, "TABLE_SCHEM", "TABLE_CATALOG"), rows);
    }

    static Table tables(Catalog catalog, Service.TablesRequest wanted) {
        LikePattern names = LikePattern.of(wanted.tableNamePattern);
        @Nullable Collection<String> kinds = wanted.typeList;
        record Found(Catalog.Schema schema, Catalog.Table table) {}
        List<Found> found = new ArrayList<>();
        for (Catalog.Schema schema : schemasOf(catalog, wanted.catalog, wanted.schemaPattern)) {
            for (Catalog.Table table : schema.tables()) {
                if (names.matches(table.name().text()) && (kinds == null || kinds.contains(table.kind()))) {
                    found.add(new Found(schema, table));
                }
            }
        }
        found.sort(Comparator.comparing((Found each) -> each.table.kind())
                .thenComparing(each -> each.schema.name())
                .thenComparing(each -> each.table.name()));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Found each : found) {
            rows.add(new @Nullable Object[] {
                null,
                each.schema.name().text(),
                each.table.name().text(),
                each.table.kind(),
                each.table.remarks(),
                null,
                null,
                null,
                null,
                null
            });
        }
        return new Table(
                columns(
                        TEXT,
                        "TABLE_CAT",
                        "TABLE_SCHEM",
                        "TABLE_NAME",
                        "TABLE_TYPE",
                        "REMARKS",
                        "TYPE_CAT",
                        "TYPE_SCHEM",
                        "TYPE_NAME",
                        "SELF_REFERENCING_COL_NAME",
                        "REF_GENERATION"),
                rows);
    }

    static Table columns(Catalog catalog, Service.ColumnsRequest wanted) {
        LikePattern tables = LikePattern.of(wanted.tableNamePattern);
        LikePattern names = LikePattern.of(wanted.columnNamePattern);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Catalog.Schema schema : schemasOf(catalog, wanted.catalog, wanted.schemaPattern)) {
            for (Catalog.Table table : sorted(schema.tables(), Comparator.comparing(Catalog.Table::name))) {
                int position = 0;
                for (Catalog.TableColumn column : table.columns()) {
                    position++;
                    if (tables.matches(table.name().text())
                            && names.matches(column.name().text())) {
                        rows.add(column(schema, table, column, position));
                    }
                }
            }
        }
        return new Table(COLUMN_COLUMNS, rows);
    }

    private static final List<OutputColumn> COLUMN_COLUMNS = List.of(
            new OutputColumn("TABLE_CAT", TEXT),
            new OutputColumn("TABLE_SCHEM", TEXT),
            new OutputColumn("TABLE_NAME", TEXT),
            new OutputColumn("COLUMN_NAME", TEXT),
            new OutputColumn("DATA_TYPE", INT),
            new OutputColumn("TYPE_NAME", TEXT),
            new OutputColumn("COLUMN_SIZE", INT),
            new OutputColumn("BUFFER_LENGTH", INT),
            new OutputColumn("DECIMAL_DIGITS", INT),
            new OutputColumn("NUM_PREC_RADIX", INT),
            new OutputColumn("NULLABLE", INT),
            new OutputColumn("REMARKS", TEXT),
            new OutputColumn("COLUMN_DEF", TEXT),
            new OutputColumn("SQL_DATA_TYPE", INT),
            new OutputColumn("SQL_DATETIME_SUB", INT),
            new OutputColumn("CHAR_OCTET_LENGTH", INT),
            new OutputColumn("ORDINAL_POSITION", INT),
            new OutputColumn("IS_NULLABLE", TEXT),
            new OutputColumn("SCOPE_CATALOG", TEXT),
            new OutputColumn("SCOPE_SCHEMA", TEXT),
            new OutputColumn("SCOPE_TABLE", TEXT),
            new OutputColumn("SOURCE_DATA_TYPE", SHORT),
            new OutputColumn("IS_AUTOINCREMENT", TEXT),
            new OutputColumn("IS_GENERATEDCOLUMN", TEXT));

    private static @Nullable Object[] column(
            Catalog.Schema schema, Catalog.Table table, Catalog.TableColumn column, int position) {
        WireTypes type = WireTypes.of(column.type());
        return new @Nullable Object[] {
            null,
            schema.name().text(),
            table.name().text(),
            column.name().text(),
            type.jdbcType,
            column.type().isNested() ? column.type().sql() : type.name(),
            WireTypes.listedSize(column.type()),
            null,
            WireTypes.listedScale(column.type()),
            type.isNumeric() ? 10 : null,
            DatabaseMetaData.columnNullable,
            column.remarks(),
            null,
            null,
            null,
            type.isVarying() ? WireTypes.precision(column.type()) : null,
            position,
            "YES",
            null,
            null,
            null,
            null,
            "NO",
            "NO"
        };
    }

    private static final List<OutputColumn> TYPE_COLUMNS = List.of(
            new OutputColumn("TYPE_NAME", TEXT),
            new OutputColumn("DATA_TYPE", INT),
            new OutputColumn("PRECISION", INT),
            new OutputColumn("LITERAL_PREFIX", TEXT),
            new OutputColumn("LITERAL_SUFFIX", TEXT),
            new OutputColumn("CREATE_PARAMS", TEXT),
            new OutputColumn("NULLABLE", SHORT),
            new OutputColumn("CASE_SENSITIVE", FLAG),
            new OutputColumn("SEARCHABLE", SHORT),
            new OutputColumn("UNSIGNED_ATTRIBUTE", FLAG),
            new OutputColumn("FIXED_PREC_SCALE", FLAG),
            new OutputColumn("AUTO_INCREMENT", FLAG),
            new OutputColumn("LOCAL_TYPE_NAME", TEXT),
            new OutputColumn("MINIMUM_SCALE", SHORT),
            new OutputColumn("MAXIMUM_SCALE", SHORT),
            new OutputColumn("SQL_DATA_TYPE", INT),
            new OutputColumn("SQL_DATETIME_SUB", INT),
            new OutputColumn("NUM_PREC_RADIX", INT));

    static Table typeInfo() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (WireTypes type : sorted(List.of(WireTypes.values()), Comparator.comparing(each -> each.jdbcType))) {
            boolean text = type == WireTypes.VARCHAR;
            Kind kind = Kind.valueOf(type.name());
            ColumnType widest = widest(kind);
            rows.add(new @Nullable Object[] {
                type.name(),
                type.jdbcType,
                WireTypes.listedSize(widest),
                literalPrefix(type),
                literalPrefix(type) == null ? null : "'",
                kind == Kind.DECIMAL ? "precision,scale" : type.isVarying() ? "length" : null,
                (short) DatabaseMetaData.typeNullable,
                text,
                searchable(widest),
                false,
                false,
                false,
                type.name(),
                (short) 0,
                (short) (kind == Kind.DECIMAL ? 38 : WireTypes.listedScale(widest)),
                null,
                null,
                type.isNumeric() ? 10 : null
            });
        }
        return new Table(TYPE_COLUMNS, rows);
    }

    private static ColumnType widest(Kind kind) {
        return switch (kind) {
            case DECIMAL -> ColumnType.decimal(38, 0);
            case ARRAY -> ColumnType.array(TEXT);
            case ROW -> ColumnType.row(List.of(new ColumnType.Field("field", TEXT)));
            default -> ColumnType.of(kind);
        };
    }

    private static short searchable(ColumnType type) {
        return (short)
                (type.isNested()
                        ? DatabaseMetaData.typePredNone
                        : type.kind() == Kind.VARCHAR
                                ? DatabaseMetaData.typeSearchable
                                : DatabaseMetaData.typePredBasic);
    }

    private static @Nullable String literalPrefix(WireTypes type) {
        return switch (type) {
            case VARCHAR -> "'";
            case VARBINARY -> "X'";
            case DATE, TIME, TIMESTAMP -> type.name() + " '";
            default -> null;
        };
    }

    private static List<Catalog.Schema> schemasOf(
            Catalog catalog, @Nullable String wantedCatalog, @Nullable String pattern) {
        if (wantedCatalog != null && !wantedCatalog.isEmpty()) {
            return List.of();
        }
        LikePattern names = LikePattern.of(pattern);
        return sorted(catalog.schemas(), Comparator.comparing(Catalog.Schema::name)).stream()
                .filter(schema -> names.matches(schema.name().text()))
                .toList();
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }

    private static List<OutputColumn> columns(ColumnType type, String... labels) {
        return Arrays.stream(labels).map(label -> new OutputColumn(label, type)).toList();
    }
}
