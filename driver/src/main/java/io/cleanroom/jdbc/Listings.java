package io.cleanroom.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists that the protocol does not carry, made of what the server shows the user: templates as procedures and as functions
 * that return a table, and SELECT as the privilege on every visible table and column.
 */
abstract class Listings extends EmptyListings {
    Listings(CleanroomConnection connection) {
        super(connection);
    }

    /** There are no catalogs, so that a question about a named one finds nothing. */
    private static boolean elsewhere(@Nullable String catalog) {
        return catalog != null && !catalog.isEmpty();
    }

    private List<TemplateCatalog.Template> templates(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
            throws SQLException {
        connection.checkOpen();
        return elsewhere(catalog)
                ? Collections.emptyList()
                : new TemplateCatalog(connection).templates(schemaPattern, namePattern);
    }

    private List<TemplateCatalog.Parameter> parameters(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String templatePattern,
            @Nullable String namePattern)
            throws SQLException {
        connection.checkOpen();
        return elsewhere(catalog)
                ? Collections.emptyList()
                : new TemplateCatalog(connection).parameters(schemaPattern, templatePattern, namePattern);
    }

    @Override
    public ResultSet getProcedures(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String procedureNamePattern)
            throws SQLException {
        LocalRows rows = new LocalRows(
                "PROCEDURE_CAT",
                "PROCEDURE_SCHEM",
                "PROCEDURE_NAME",
                "RESERVED1",
                "RESERVED2",
                "RESERVED3",
                "REMARKS",
                "PROCEDURE_TYPE:short",
                "SPECIFIC_NAME");
        for (TemplateCatalog.Template each : templates(catalog, schemaPattern, procedureNamePattern)) {
            rows.add(
                    null,
                    each.collaboration,
                    each.name,
                    null,
                    null,
                    null,
                    each.remarks,
                    (short) DatabaseMetaData.procedureReturnsResult,
                    each.name);
        }
        return rows.open(connection);
    }

    @Override
    public ResultSet getProcedureColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String procedureNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        LocalRows rows = new LocalRows(
                "PROCEDURE_CAT",
                "PROCEDURE_SCHEM",
                "PROCEDURE_NAME",
                "COLUMN_NAME",
                "COLUMN_TYPE:short",
                "DATA_TYPE:int",
                "TYPE_NAME",
                "PRECISION:int",
                "LENGTH:int",
                "SCALE:short",
                "RADIX:short",
                "NULLABLE:short",
                "REMARKS",
                "COLUMN_DEF",
                "SQL_DATA_TYPE:int",
                "SQL_DATETIME_SUB:int",
                "CHAR_OCTET_LENGTH:int",
                "ORDINAL_POSITION:int",
                "IS_NULLABLE",
                "SPECIFIC_NAME");
        for (TemplateCatalog.Parameter each :
                parameters(catalog, schemaPattern, procedureNamePattern, columnNamePattern)) {
            rows.add(
                    null,
                    each.collaboration,
                    each.template,
                    each.name,
                    (short) DatabaseMetaData.procedureColumnIn,
                    each.type.jdbcType,
                    each.type.name,
                    each.type.precision,
                    each.type.precision,
                    each.type.hasScale() ? (short) each.type.scale : null,
                    each.type.isNumeric() ? (short) 10 : null,
                    (short) DatabaseMetaData.procedureNullableUnknown,
                    each.domain,
                    each.defaultValue,
                    null,
                    null,
                    each.type.octets(),
                    each.position,
                    "",
                    each.template);
        }
        return rows.open(connection);
    }

    @Override
    public ResultSet getFunctions(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String functionNamePattern)
            throws SQLException {
        LocalRows rows = new LocalRows(
                "FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "REMARKS", "FUNCTION_TYPE:short", "SPECIFIC_NAME");
        for (TemplateCatalog.Template each : templates(catalog, schemaPattern, functionNamePattern)) {
            rows.add(
                    null,
                    each.collaboration,
                    each.name,
                    each.remarks,
                    (short) DatabaseMetaData.functionReturnsTable,
                    each.name);
        }
        return rows.open(connection);
    }

    @Override
    public ResultSet getFunctionColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String functionNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        LocalRows rows = new LocalRows(
                "FUNCTION_CAT",
                "FUNCTION_SCHEM",
                "FUNCTION_NAME",
                "COLUMN_NAME",
                "COLUMN_TYPE:short",
                "DATA_TYPE:int",
                "TYPE_NAME",
                "PRECISION:int",
                "LENGTH:int",
                "SCALE:short",
                "RADIX:short",
                "NULLABLE:short",
                "REMARKS",
                "CHAR_OCTET_LENGTH:int",
                "ORDINAL_POSITION:int",
                "IS_NULLABLE",
                "SPECIFIC_NAME");
        for (TemplateCatalog.Parameter each :
                parameters(catalog, schemaPattern, functionNamePattern, columnNamePattern)) {
            rows.add(
                    null,
                    each.collaboration,
                    each.template,
                    each.name,
                    (short) DatabaseMetaData.functionColumnIn,
                    each.type.jdbcType,
                    each.type.name,
                    each.type.precision,
                    each.type.precision,
                    each.type.hasScale() ? (short) each.type.scale : null,
                    each.type.isNumeric() ? (short) 10 : null,
                    (short) DatabaseMetaData.functionNullableUnknown,
                    each.domain,
                    each.type.octets(),
                    each.position,
                    "",
                    each.template);
        }
        return rows.open(connection);
    }

    @Override
    public ResultSet getTablePrivileges(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
            throws SQLException {
        List<String[]> visible = new ArrayList<>();
        try (ResultSet tables = getTables(catalog, schemaPattern, tableNamePattern, null)) {
            while (tables.next()) {
                visible.add(new String[] {tables.getString("TABLE_SCHEM"), tables.getString("TABLE_NAME")});
            }
        }
        visible.sort((a, b) -> (a[0] + "\0" + a[1]).compareTo(b[0] + "\0" + b[1]));
        LocalRows rows = new LocalRows(
                "TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "GRANTOR", "GRANTEE", "PRIVILEGE", "IS_GRANTABLE");
        for (String[] table : visible) {
            rows.add(null, table[0], table[1], null, grantee(), "SELECT", "NO");
        }
        return rows.open(connection);
    }

    @Override
    public ResultSet getColumnPrivileges(
            @Nullable String catalog,
            @Nullable String schema,
            @Nullable String table,
            @Nullable String columnNamePattern)
            throws SQLException {
        LocalRows rows = new LocalRows(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "COLUMN_NAME",
                "GRANTOR",
                "GRANTEE",
                "PRIVILEGE",
                "IS_GRANTABLE");
        List<String[]> visible = new ArrayList<>();
        try (ResultSet columns = getColumns(catalog, literal(schema), literal(table), columnNamePattern)) {
            while (columns.next()) {
                visible.add(new String[] {
                    columns.getString("TABLE_SCHEM"), columns.getString("TABLE_NAME"), columns.getString("COLUMN_NAME")
                });
            }
        }
        visible.sort((a, b) -> a[2].compareTo(b[2]));
        for (String[] column : visible) {
            rows.add(null, column[0], column[1], column[2], null, grantee(), "SELECT", "NO");
        }
        return rows.open(connection);
    }

    private String grantee() throws SQLException {
        String user = getUserName();
        return user == null ? "" : user;
    }

    private static @Nullable String literal(@Nullable String name) {
        return name == null
                ? null
                : name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        return new LocalRows("NAME", "MAX_LEN:int", "DEFAULT_VALUE", "DESCRIPTION")
                .add(
                        ClientInfo.APPLICATION_NAME,
                        ClientInfo.LONGEST,
                        "",
                        "the application's name, on record with its queries; also property application_name")
                .open(connection);
    }
}
