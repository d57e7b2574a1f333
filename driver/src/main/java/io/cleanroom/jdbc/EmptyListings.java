package io.cleanroom.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.calcite.avatica.AvaticaDatabaseMetaData;
import org.jspecify.annotations.Nullable;

/** What a clean room does not have: keys, indexes, types and hierarchies. The answers have JDBC's columns and no rows. */
abstract class EmptyListings extends AvaticaDatabaseMetaData {
    private static final String[] KEYS = {
        "PKTABLE_CAT",
        "PKTABLE_SCHEM",
        "PKTABLE_NAME",
        "PKCOLUMN_NAME",
        "FKTABLE_CAT",
        "FKTABLE_SCHEM",
        "FKTABLE_NAME",
        "FKCOLUMN_NAME",
        "KEY_SEQ:short",
        "UPDATE_RULE:short",
        "DELETE_RULE:short",
        "FK_NAME",
        "PK_NAME",
        "DEFERRABILITY:short"
    };
    private static final String[] ROW_COLUMNS = {
        "SCOPE:short",
        "COLUMN_NAME",
        "DATA_TYPE:int",
        "TYPE_NAME",
        "COLUMN_SIZE:int",
        "BUFFER_LENGTH:int",
        "DECIMAL_DIGITS:short",
        "PSEUDO_COLUMN:short"
    };

    final CleanroomConnection connection;

    EmptyListings(CleanroomConnection connection) {
        super(connection);
        this.connection = connection;
    }

    private ResultSet none(String... columns) throws SQLException {
        return new LocalRows(columns).open(connection);
    }

    @Override
    public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return none("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "KEY_SEQ:short", "PK_NAME");
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return none(KEYS);
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return none(KEYS);
    }

    @Override
    public ResultSet getCrossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            String foreignTable)
            throws SQLException {
        return none(KEYS);
    }

    @Override
    public ResultSet getIndexInfo(
            @Nullable String catalog, @Nullable String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return none(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "NON_UNIQUE:boolean",
                "INDEX_QUALIFIER",
                "INDEX_NAME",
                "TYPE:short",
                "ORDINAL_POSITION:short",
                "COLUMN_NAME",
                "ASC_OR_DESC",
                "CARDINALITY:int",
                "PAGES:int",
                "FILTER_CONDITION");
    }

    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String catalog, @Nullable String schema, String table, int scope, boolean nullable)
            throws SQLException {
        return none(ROW_COLUMNS);
    }

    @Override
    public ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return none(ROW_COLUMNS);
    }

    @Override
    public ResultSet getUDTs(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern, int[] types)
            throws SQLException {
        return none("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "CLASS_NAME", "DATA_TYPE:int", "REMARKS", "BASE_TYPE:short");
    }

    @Override
    public ResultSet getSuperTypes(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern)
            throws SQLException {
        return none("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "SUPERTYPE_CAT", "SUPERTYPE_SCHEM", "SUPERTYPE_NAME");
    }

    @Override
    public ResultSet getSuperTables(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
            throws SQLException {
        return none("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "SUPERTABLE_NAME");
    }

    @Override
    public ResultSet getAttributes(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typeNamePattern,
            @Nullable String attributeNamePattern)
            throws SQLException {
        return none(
                "TYPE_CAT",
                "TYPE_SCHEM",
                "TYPE_NAME",
                "ATTR_NAME",
                "DATA_TYPE:int",
                "ATTR_TYPE_NAME",
                "ATTR_SIZE:int",
                "DECIMAL_DIGITS:int",
                "NUM_PREC_RADIX:int",
                "NULLABLE:int",
                "REMARKS",
                "ATTR_DEF",
                "SQL_DATA_TYPE:int",
                "SQL_DATETIME_SUB:int",
                "CHAR_OCTET_LENGTH:int",
                "ORDINAL_POSITION:int",
                "IS_NULLABLE",
                "SCOPE_CATALOG",
                "SCOPE_SCHEMA",
                "SCOPE_TABLE",
                "SOURCE_DATA_TYPE:short");
    }

    @Override
    public ResultSet getPseudoColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tableNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return none(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "COLUMN_NAME",
                "DATA_TYPE:int",
                "COLUMN_SIZE:int",
                "DECIMAL_DIGITS:int",
                "NUM_PREC_RADIX:int",
                "COLUMN_USAGE",
                "REMARKS",
                "CHAR_OCTET_LENGTH:int",
                "IS_NULLABLE");
    }
}
